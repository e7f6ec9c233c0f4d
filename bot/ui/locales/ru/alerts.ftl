# Тревоги
alert-waiting =
    ⚠️ { $source }: { $count ->
        [one] { $count } обращение ждёт
        [few] { $count } обращения ждут
       *[many] { $count } обращений ждут
    } оператора, первое — { $age }. { $reason ->
        [closed] Сейчас закрыто.
        [preferred] Те, кого предпочитает источник, заняты.
        [all_full] Все заняты до лимита.
        [unreachable] Операторы недоступны: никто не открыл бота.
        [all_off] Никого нет на месте.
       *[no_weight] Ни у кого нет веса: /weight
    }
alert-no-weights = ⚠️ { $source }: ни у кого нет веса, обращения некому отдать. Задать: /weight
alert-unreachable = ⚠️ { $operator }: чат с ботом закрыт, новых обращений оттуда не будет.
alert-bot = ⚠️ Бот { $bot } не работает: { $error }
alert-unpolled = ⚠️ Ни один процесс не работает с { $bot }: сообщения ждут. Процесс остановлен или запущен без токена?
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
alert-internal =
    ⚠️ { $count ->
        [one] { $count } сообщение не доставлено
        [few] { $count } сообщения не доставлены
       *[many] { $count } сообщений не доставлено
    } из-за нашей ошибки, Telegram ни при чём. Подробности в журнале и в таблице outbox.
alert-stuck =
    ⚠️ { $count ->
        [one] { $count } сообщение ещё не доставлено
        [few] { $count } сообщения ещё не доставлены
       *[many] { $count } сообщений ещё не доставлено
    }, первое ждёт { $age }: Telegram не отвечает или просит подождать. Пробуем дальше; подробности в таблице outbox.
bot-refused = Telegram не принимает токен
bot-conflict = этим же токеном пользуется другая программа
bot-network = нет связи с Telegram
bot-proxy = нет связи с Telegram через прокси
bot-proxy-login = прокси не принимает логин и пароль
bot-webhook = Telegram не может доставить сообщения на WEBHOOK_URL: проверьте адрес, сертификат и что он ведёт на API_PORT; что говорит Telegram, записано в журнале
bot-broken = внутренняя ошибка, подробности в журнале
alert-unanswered =
    ⚠️ { $operator }: без ответа { $count ->
        [one] { $count } клиент
        [few] { $count } клиента
       *[many] { $count } клиентов
    }, дольше всех — { $age }, обращение №{ $number }.
alert-untaken =
    ⚠️ { $count ->
        [one] { $count } обращение никто не берёт
        [few] { $count } обращения никто не берёт
       *[many] { $count } обращений никто не берёт
    } уже { $age }, а то и дольше, и передать некому. Какие — скажет /operators
alert-webhooks-stuck =
    ⚠️ { $count ->
        [one] { $count } событие ещё не дошло
        [few] { $count } события ещё не дошли
       *[many] { $count } событий ещё не дошло
    } до системы по адресу WEBHOOK_EVENTS_URL, первое ждёт { $age }. Пробуем дальше; что она отвечает — в журнале.
alert-webhooks-dead =
    ⚠️ { $count ->
        [one] { $count } событие уже не дойдёт
        [few] { $count } события уже не дойдут
       *[many] { $count } событий уже не дойдут
    } до системы по адресу WEBHOOK_EVENTS_URL: она не приняла { $count ->
        [one] его
       *[other] их
    } за три дня или больше не хочет. Подробности в таблице outbox.
