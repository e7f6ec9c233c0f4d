# Кнопки
button-take = В работу
button-complete = Завершить
button-pass = Передать
button-reopen = Вернуть в работу
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
client-taken = Обращение №{ $number } в работе. Вам отвечает { $operator }.
client-completed = Обращение №{ $number } завершено. Появится новый вопрос — просто напишите.
client-reopened = Обращение №{ $number } снова в работе. Вам отвечает { $operator }.
client-phone-saved = Спасибо! Сохранили ваш номер { $phone }.

# Карточка
card-title = Обращение №{ $number } · { $source }
card-client = Клиент: { $client }
card-earlier =
    { $count ->
        [one] Раньше было { $count } обращение
        [few] Раньше было { $count } обращения
       *[many] Раньше было { $count } обращений
    }
card-state-new = 🟡 Новое
card-state-in_progress = 🟢 В работе
card-state-completed = ✅ Завершено
card-cut = … сообщение целиком — ниже
card-hint = Чтобы ответить клиенту, ответьте на это сообщение.
card-ended = Обращение №{ $number } теперь не у вас.
client-unnamed = без имени

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
operator-said = Оператор ответил: { $text }
edited = изменено: { $text }
edited-to-nothing = изменено: текст удалён
answer-not-delivered = Не получилось доставить этот ответ клиенту по обращению №{ $number }.
answer-client-unreachable = Клиент закрыл чат с ботом, ответ по обращению №{ $number } не доставлен.
relay-lost = Клиент прислал { $kind }, но показать это здесь не получилось.
relay-lost-to-client = Оператор прислал { $kind }, но показать это здесь не получилось.

kind-text = текст
kind-photo = фото
kind-video = видео
kind-voice = голосовое сообщение
kind-video_note = видеосообщение
kind-audio = аудиозапись
kind-document = файл
kind-animation = анимацию
kind-sticker = стикер
kind-location = место на карте
kind-venue = место на карте
kind-contact = контакт
kind-phone = номер телефона
kind-poll = опрос
kind-dice = кубик
kind-story = историю
kind-other = сообщение

# Оператору: ответы на кнопки и команды
done-take = Обращение №{ $number } в работе
done-complete = Обращение №{ $number } завершено
done-pass = Обращение №{ $number } передано
done-reopen = Обращение №{ $number } снова в работе
operator-joined = Добро пожаловать, { $name }! Новые обращения будут приходить сюда. Команды — /help
operator-open-bots = Чтобы получать обращения и из других ботов, откройте их: { $bots }
operator-hint =
    Чтобы написать клиенту, ответьте на его карточку или сообщение.
    Ваши обращения: /mine
operator-help =
    Обращения приходят сюда карточками. Чтобы написать клиенту, ответьте на карточку или на его сообщение.

    /mine — ваши открытые обращения
    /pause — не получать новых
    /resume — снова получать новые
operator-paused = Новых обращений не будет, открытые остаются у вас. Вернуться: /resume
operator-resumed = Вы снова получаете обращения.
mine-none = Открытых обращений нет.
mine-title =
    { $count ->
        [one] У вас { $count } открытое обращение:
        [few] У вас { $count } открытых обращения:
       *[many] У вас { $count } открытых обращений:
    }
mine-line = №{ $number } · { $client } · { $state }, { $age }
mine-state-new = новое
mine-state-in_progress = в работе
age-moment = только что
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

# Отказы
refused-no_such_contact = Обращения №{ $number } нет.
refused-not_yours = Это обращение не ваше.
refused-moved = Обращение №{ $number } теперь не у вас.
refused-already_taken = Обращение №{ $number } уже в работе.
refused-not_taken = Сначала возьмите обращение №{ $number } в работу.
refused-completed = Обращение №{ $number } уже завершено.
refused-not_completed = Обращение №{ $number } ещё не завершено.
refused-nobody_else = Передать пока некому: остальные заняты или не на месте. Обращение №{ $number } остаётся у вас.
refused-full = Свободных мест нет: открыто уже { $limit }. Завершите что-нибудь и попробуйте ещё раз.
refused-off = Вас отключили от обращений. Спросите администратора.
refused-paused = Вы на паузе. Вернитесь командой /resume и попробуйте ещё раз.
refused-newer_contact = У клиента уже открыто обращение №{ $newer }, №{ $number } не вернуть.
refused-no_chat =
    Обращение №{ $number } пришло не из Telegram, здесь ответить нельзя. { $reach ->
        [none] Контактов клиента нет.
       *[other] Связаться с клиентом: { $reach }
    }
refused-link_unknown = Эта ссылка уже не действует. Попросите у администратора новую.
refused-link_expired = Срок ссылки истёк. Попросите у администратора новую.
refused-already_operator = Вы уже вошли как { $name }. Одному аккаунту — один оператор.
refused-no_such_operator = Оператора «{ $name }» нет. Все операторы: /operators
refused-no_such_source = Источника «{ $name }» нет. Все источники: /sources
refused-name_taken = Имя «{ $name }» уже занято: это оператор №{ $number }.
refused-bad_name = Такое имя не подойдёт: нужно от 1 до 64 знаков, не число и не с «/», «#», «@» или кавычки в начале.
refused-bad_limit = Лимит — целое число от 0 до { $most }.
refused-bad_weight = Вес — целое число от 0 до { $most }.

# Администратору
admin-help =
    /operators — операторы: список, добавить, ссылка для входа
    /weight — кому сколько обращений из каждого источника
    /sources — источники обращений
admin-unknown-command = Такой команды нет. Все команды: /help
example-name = Анна
example = Например: { $example }
operators-title = <b>Операторы</b>
operators-none = Операторов пока нет.
operators-line = { $number }. { $name } — { $load } из { $limit } · { $state }
operators-foot = Добавить: /operators add Анна 5
state-on = на месте
state-paused = на паузе
state-off = новых не получает
state-not-joined = ждём входа по ссылке: /operators link { $number }
state-lost = чат с ботом закрыт
operator-added =
    Оператор №{ $number } { $name }, лимит { $limit }. Перешлите ссылку для входа — она одноразовая и действует двое суток:
    { $link }

    Теперь задайте вес: /weight { $number } { $source } 1
operator-link =
    Ссылка для { $name }, одноразовая, действует двое суток:
    { $link }
operator-switched-on = { $name } снова получает обращения.
operator-switched-off =
    { $name } больше не получает новых обращений. { $count ->
        [0] Открытых нет.
        [one] { $count } открытое остаётся.
        [few] { $count } открытых остаются.
       *[many] { $count } открытых остаются.
    }
operator-limit-set = Лимит { $name }: { $limit }. Сейчас открыто { $load }.
operators-usage = Не понимаю. Можно так: add, link, on, off, limit.
operators-usage-add = Кого добавить?
operators-usage-who = Какого оператора?
operators-usage-limit = Какому оператору и какой лимит?
unclosed-quote = Не закрыта кавычка.
weight-title = <b>Веса</b> — какая доля обращений достаётся каждому, когда все свободны
weight-none = Весов пока нет.
weight-source = <b>{ $source }</b>
weight-inherited = как у { $source }
weight-line = { $name } — вес { $weight }, { $share } %
weight-nobody = никто не получает обращений
weight-foot = Изменить: /weight Анна { $source } 3
weight-set = { $name }, { $source }: вес { $weight }.
weight-usage = Нужны оператор, источник и вес.
sources-title = <b>Источники</b>
sources-none = Источников пока нет: бот ещё не подключился.
sources-line = { $number }. { $source } — { $kind }{ $waiting ->
        [0] {""}
        [one] , ждёт { $waiting }
       *[other] , ждут { $waiting }
    }
source-bot = бот
source-bot-gone = бот, не подключён
source-campaign = ссылка { $link }
source-campaign-gone = ссылка, бот не подключён
source-api = API

# Тревоги
alert-waiting =
    ⚠️ { $source }: { $count ->
        [one] { $count } обращение ждёт
        [few] { $count } обращения ждут
       *[many] { $count } обращений ждут
    } оператора, первое — { $minutes ->
        [one] { $minutes } минуту
        [few] { $minutes } минуты
       *[many] { $minutes } минут
    }. { $reason ->
        [all_full] Все заняты до лимита.
        [unreachable] Операторы недоступны: никто не открыл этого бота.
        [all_off] Никого нет на месте.
       *[no_weight] Ни у кого нет веса: /weight
    }
alert-no-weights = ⚠️ { $source }: ни у кого нет веса, обращения некому отдать. Задать: /weight
alert-unreachable = ⚠️ { $operator }: чат с ботом закрыт, новых обращений оттуда не будет.
alert-bot = ⚠️ Бот { $bot } не работает: { $error }
alert-quarantine =
    ⚠️ { $count ->
        [one] { $count } обновление Telegram отложено
        [few] { $count } обновления Telegram отложены
       *[many] { $count } обновлений Telegram отложено
    }: разобрать не получилось. Подробности в таблице inbox.
alert-dead =
    ⚠️ { $count ->
        [one] { $count } сообщение не доставлено
        [few] { $count } сообщения не доставлены
       *[many] { $count } сообщений не доставлено
    }: Telegram отказал. Подробности в таблице outbox.
bot-refused = Telegram не принимает токен
bot-conflict = этим же токеном пользуется другая программа
bot-network = нет связи с Telegram
bot-broken = внутренняя ошибка, подробности в журнале
