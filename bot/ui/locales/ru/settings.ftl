settings-title =
    <b>Настройки</b>
    Точкой отмечено то, что изменили здесь. Нажмите на строку, чтобы изменить.
setting-now = <b>{ $name }</b>: { $value }
setting-changed-by = Последнее изменение: { $by }, { $moment }.
setting-set = ✅ { $name }: { $before } → { $after }
setting-undone = Вернули как было
setting-on = да
setting-off = нет
setting-never = никогда
setting-no-limit = без предела
setting-no-target = нет
setting-years =
    { $count ->
        [one] { $count } год
        [few] { $count } года
       *[many] { $count } лет
    }
setting-zone = { $city }, UTC{ $offset }
setting-for-ever = всегда
setting-as-default = как по умолчанию
setting-by-api = API
language-name =
    { $language ->
        [ru] русский
       *[en] английский
    }
setting-log-title = <b>Что меняли в настройках</b>
setting-log-line = { $moment }, { $by }: { $name } → { $value }
setting-log-none = Пока ничего.
setting-reply_reminder_minutes = Напоминание оператору
setting-reply_reminder_minutes-about = Если клиент ждёт ответа столько времени, оператор получит напоминание, а если вдвое дольше — узнаете и вы. Считаются только рабочие часы.
setting-first_answer_minutes = Цель первого ответа
setting-first_answer_minutes-about = Ваша цель для первого ответа. Как часто её достигают, видно в /stats.
setting-accept_timeout_minutes = Невзятое отдать другому
setting-accept_timeout_minutes-about = Если за это время оператор не взял обращение в работу, его получит другой. Считаются только рабочие часы.
setting-pause_after_missed = Пауза после пропусков
setting-pause_after_missed-about = Кто пропустил столько карточек подряд, не получает новых, пока не нажмёт «Я на месте».
setting-reopen_window_minutes = Снова тот же оператор
setting-reopen_window_minutes-about = Что клиент напишет за это время после завершения, сначала получит тот же оператор.
setting-sticky_days = Оператор знает клиента
setting-sticky_days-about = Столько времени после завершения оператор считается знакомым клиенту — там, где бот предпочитает знакомых: /sources
setting-idle_days = Спросить молчащего
setting-idle_days-about = Если в обращении столько времени никто не пишет, клиента один раз спросят, нужна ли ещё помощь. Без ответа обращение завершится.
setting-messages_per_minute = Сообщений в минуту
setting-messages_per_minute-about = Если клиент за минуту пишет больше, оператор увидит только, сколько ещё есть. Ничего не пропадёт.
setting-answer_reactions = Отметки о доставке
setting-answer_reactions-about = Тихая реакция на ответ оператора: 👌 — ответ у клиента, 💔 — не дошёл.
setting-card_force_reply = Карточка открывает ответ
setting-card_force_reply-about = Новая карточка сама открывает ответ: что написать следом, уйдёт этому клиенту. Удобно, когда обращения идут по одному.
setting-default_language = Язык для остальных
setting-default_language-about = Для тех, у кого Telegram не на русском и не на английском.
setting-timezone = Часовой пояс
setting-timezone-about = По нему считаются рабочие часы, даты и статистика.
setting-phone_region = Страна телефонов
setting-phone_region-about = Номера без кода страны читаются как номера этой страны.
setting-keep_days = Хранить слова и имена
setting-keep_days-about = Столько времени после завершения хранится, кто писал и что. Потом это удаляется; номера, время и статистика остаются.
setting-keep-question =
    Удалять слова и имена клиентов через { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[many] { $count } дней
    } после завершения? Всё более старое удалится в течение часа, вернуть будет нельзя.
button-keep-surely = Да, удалять
button-setting-log = Изменения
button-admins = Администраторы
button-other-value = Другое значение…
button-default = По умолчанию: { $value }
button-all-settings = « Настройки
ask-setting = { $name }: какое значение поставить? Пришлите его.
admins-title = <b>Администраторы</b>
admins-explained = Все могут здесь всё. Кто указан в настройках сервера, того убирают только там.
admin-you = (вы)
admin-of-settings = — из настроек сервера
admin-by-link = — по ссылке
button-admin-invite = Пригласить администратора
button-admin-remove = Убрать: { $name }
button-admin-leave = Выйти из администраторов
admin-remove-question = { $name }: убираем из администраторов? Всё, что настроено, останется; ссылки-приглашения, которые ещё никто не открыл, перестанут работать.
admin-leave-question = Выходите из администраторов? Вернуться можно только по ссылке от другого администратора.
admin-removed = { $name } больше не администратор.
admin-left = Вы больше не администратор.
admin-link =
    Откройте ссылку и нажмите «Запустить»: вы станете администратором этого бота. Ссылка одноразовая и действует двое суток:
    { $link }
admin-welcome = Теперь вы администратор. Всё начинается с /start.
admin-joined-news = 🔑 Новый администратор, по ссылке отсюда:
admin-removed-news = 🔑 Больше не администратор:
