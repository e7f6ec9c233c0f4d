# Кнопки
button-take = В работу
button-complete = Завершить
button-pass = Передать
button-return = Вернуть в очередь
button-reopen = Вернуть в работу
button-why-me = Почему мне?
button-more = Ещё
button-copy-phone = Скопировать телефон
button-copy-email = Скопировать почту
button-history = История ({ $count })
button-files = Фото и файлы ({ $count })
button-mine = « Мои обращения
button-share-phone = 📱 Оставить номер телефона

# Клиенту
client-greeting = Здравствуйте! Напишите, чем помочь, — ответим прямо здесь.
client-only-command = Такой команды нет. Просто напишите, чем помочь.
client-accepted = Обращение №{ $number } принято. Скоро ответим прямо здесь.
client-queued =
    Обращение №{ $number } принято. Сейчас все заняты, { $place ->
        [1] но ваша очередь — следующая.
       *[other] ваше место в очереди — { $place }.
    }
client-queued-away =
    Обращение №{ $number } принято. Сейчас никого нет на месте. Ответим, как только кто-то появится, { $place ->
        [1] ваша очередь — первая.
       *[other] ваше место в очереди — { $place }.
    }
client-queued-later = Обращение №{ $number } принято. Ответим прямо здесь, как только сможем.
client-waits =
    Все ещё заняты, { $place ->
        [1] но ваша очередь — следующая.
       *[other] ваше место в очереди — { $place }.
    } Мы о вас помним.
client-waits-away =
    Пока никто не вернулся, { $place ->
        [1] ваша очередь — первая.
       *[other] ваше место в очереди — { $place }.
    } Мы о вас помним.
client-waits-later = Мы о вас помним и ответим прямо здесь, как только сможем.
client-taken = Обращение №{ $number } в работе. Вам отвечает { $operator }.
client-completed = Обращение №{ $number } завершено. Появится новый вопрос — просто напишите.
client-reopened = Обращение №{ $number } снова в работе. Вам отвечает { $operator }.
phone-with-extension = { $phone } доб. { $extension }
client-phone-saved = Спасибо! Сохранили ваш номер { $phone }.
client-late = Вы написали { $moment }. Простите, сообщение дошло до нас только сейчас.

# Карточка
card-title = Обращение №{ $number } · { $source }
card-client = Клиент: { $client }
card-origin = Откуда: { $origin }
card-says = Говорит: { $said }, не подтверждено
card-says-to-be = Пришло из формы: не подтверждено, что это тот же клиент
card-earlier =
    { $count ->
        [one] Раньше было { $count } обращение
        [few] Раньше было { $count } обращения
       *[many] Раньше было { $count } обращений
    }
earlier-title = До обращения №{ $number }:
earlier-line = №{ $number } · { $at } · { $source } · { $state } · { $name }
card-state-new = 🟡 Новое
card-state-in_progress = 🟢 В работе
card-state-completed = ✅ Завершено
card-cut = … сообщение целиком — ниже
card-forwarded = Переслано от: { $author }
card-written = Написано { $moment }
card-hint = Чтобы ответить клиенту, ответьте на это сообщение.
card-hint-pool = Карточку видят все, кто может взять. Обращение достаётся тому, кто первым нажмёт «В работу» или ответит.
card-hint-no-chat =
    { $way ->
        [phone] Чата с клиентом нет — позвоните.
        [email] Чата с клиентом нет — напишите на почту.
        [both] Чата с клиентом нет — позвоните или напишите на почту.
        [typed] Чата с клиентом нет — попробуйте то, что указано в форме.
        [telegram] Чата с клиентом в боте нет — нажмите на имя, чтобы написать.
       *[none] Чата с клиентом нет, телефона и почты тоже.
    }
card-ended-of = Обращение №{ $number } теперь не у вас. Клиент: { $client }
card-ended = Обращение №{ $number } теперь не у вас.
card-pool-taken = Обращение №{ $number } в работе: { $name }.
card-pool-given = Обращение №{ $number } передано: { $name }.
card-pool-left = Обращения №{ $number } больше нет в пуле.
client-unnamed = без имени
client-id = ID { $id }

# Сообщения оператору
more-messages =
    { $count ->
        [one] И ещё { $count } сообщение по обращению №{ $number }.
        [few] И ещё { $count } сообщения по обращению №{ $number }.
       *[many] И ещё { $count } сообщений по обращению №{ $number }.
    }
earlier-messages =
    { $count ->
        [one] До этого было ещё { $count } сообщение.
        [few] До этого было ещё { $count } сообщения.
       *[many] До этого было ещё { $count } сообщений.
    }
button-show-more = Показать следующие
album-from-client = { $client } присылает альбом:
album-from-operator = Оператор прислал альбом:
carried-forwarded = { $client } пересылает, автор — { $author }:
carried-late = { $client } пишет { $moment }:
carried-quote = { $client } цитирует: «{ $text }»
note-kept = Записано. Коллеги увидят, клиент — нет.
note-of-colleague = 📝 Заметка ({ $by }): { $text }
client-someone = Клиент
operator-said = Оператор ответил: { $text }
admin-said = Администратор ответил: { $text }
signed-text-to-client = { $name }: { $text }
signed-to-client = { $name } пишет:
signed-text-to-operator = { $name } пишет клиенту: { $text }
signed-to-operator = { $name } пишет клиенту:
edited = изменено: { $text }
edited-to-nothing = изменено: текст удалён
edited-file = изменено
edit-not-told = Клиент не увидит этого изменения. { $why }
answer-not-delivered = Не получилось доставить этот ответ клиенту по обращению №{ $number }.
answer-client-unreachable = Клиент закрыл чат с ботом, ответ по обращению №{ $number } не доставлен.
answer-not-shown = Показать это клиенту не получилось, по обращению №{ $number } он видит только строку о том, что это было. Напишите словами.
answer-voice-forbidden = Клиент не принимает голосовые, по обращению №{ $number } он видит только строку о том, что оно было. Напишите словами.
answer-withdrawn = Удалено: клиент по обращению №{ $number } этого больше не видит.
answer-not-withdrawn = Telegram уже не даёт это удалить: клиент по обращению №{ $number } это видит.
withdraw-title = Какой ответ убрать из чата клиента?
withdraw-none = Ответов за последние два дня, которые можно убрать, нет.
withdraw-button = №{ $number } · { $at } · { $text }
withdraw-begun = Удаляем; скажем, когда ответа больше не будет.
withdraw-kept = Всё остаётся как есть.
button-withdraw-none = Ничего не убирать
relay-lost = От клиента — { $kind }. Показать это здесь не получилось.
relay-lost-to-client = От оператора — { $kind }. Показать это здесь не получилось.

kind-text = текст
kind-photo = фото
kind-video = видео
kind-voice = голосовое сообщение
kind-video_note = видеосообщение
kind-audio = аудиозапись
kind-document = файл
kind-animation = анимация
kind-sticker = стикер
kind-location = место на карте
kind-venue = место на карте
kind-contact = контакт
kind-phone = номер телефона
kind-poll = опрос
kind-dice = кубик
kind-story = история
kind-paid_media = платные фото или видео
kind-checklist = список дел
kind-other = сообщение

# Оператору: ответы на кнопки и команды
done-take = Обращение №{ $number } в работе
done-complete = Обращение №{ $number } завершено
done-pass = Обращение №{ $number } передано
done-return = Обращение №{ $number } снова в очереди
done-reopen = Обращение №{ $number } снова в работе
operator-joined = Добро пожаловать, { $name }! Новые обращения будут приходить сюда. Команды — /help
join-link-written = В сообщении — ссылка для входа оператора или администратора, поэтому его никто не увидел. Чтобы войти, нажмите на ссылку, а затем «Запустить»; чтобы пригласить другого человека, перешлите ссылку ему.
operator-open-bots = Осталось открыть, иначе обращений оттуда не будет: { $bots }
operator-grace =
    { $count ->
        [1] Ваше обращение оттуда остаётся
        [one] Ваше { $count } обращение оттуда остаётся
        [few] Ваши { $count } обращения оттуда остаются
       *[many] Ваши { $count } обращений оттуда остаются
    } у вас ещё { $span }.
operator-account-moved = Теперь за { $name } работает другой аккаунт Telegram: обращения приходят туда. Если это не вы, сразу сообщите администратору.
operator-hint =
    Чтобы написать клиенту, ответьте на его карточку или сообщение.
    Ваши обращения: /mine
operator-hint-send = Чтобы написать клиенту, ответьте на его карточку или сообщение. Или отправьте это кнопкой:
button-send = Отправить: { $client }
button-send-in = №{ $number } { $client }
sent-to = Отправлено. Кому: { $client }, обращение №{ $number }.
send-gone = Того сообщения больше нет. Чтобы написать клиенту, ответьте на карточку.
operator-help =
    Обращения приходят сюда карточками. Чтобы написать клиенту, ответьте на карточку или на его сообщение.

    /mine — ваши открытые обращения
    /pass — передать обращение коллеге
    /later — отложить обращение
    /withdraw — убрать свой ответ из чата клиента
    /pause — не получать новых: на время или пока не вернётесь
    /resume — снова получать новые
command-alone = Эта команда пишется без слов.
operator-paused = Новых обращений не будет, открытые остаются у вас. Вернуться: /resume
operator-resumed = Вы снова получаете обращения.
mine-none = Открытых обращений нет.
mine-title =
    { $count ->
        [one] У вас { $count } открытое обращение:
        [few] У вас { $count } открытых обращения:
       *[many] У вас { $count } открытых обращений:
    }
mine-line = №{ $number } · { $client } · { $state } { $age }
mine-unanswered = , без ответа { $age }
mine-pool = 🤝 В общем пуле, для того, кто возьмёт первым: { $count }
mine-pool-line = №{ $number } · { $client } · ждёт { $age }
mine-take = Взять №{ $number } { $client }
mine-button = №{ $number } { $client }
mine-state-new = новое
mine-state-in_progress = в работе
age-moment = меньше минуты
age-minutes =
    { $count ->
        [one] { $count } минуту
        [few] { $count } минуты
       *[many] { $count } минут
    }
age-hours =
    { $count ->
        [one] { $count } час
        [few] { $count } часа
       *[many] { $count } часов
    }
age-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[many] { $count } дней
    }
list-more = … и ещё { $count }
list-earlier = … и ещё { $count } раньше
client-usually = Обычно ждать не дольше { $span }.
