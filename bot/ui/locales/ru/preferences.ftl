# Кого предпочитает источник
button-source-preferences = Кого предпочесть
prefer-title = <b>Кого предпочесть: { $source }</b>
prefer-known =
    { $days ->
        [0] Кто ведёт другое открытое обращение клиента
        [1] Кто помогал клиенту за последний день
        [one] Кто помогал клиенту за последние { $days } день
        [few] Кто помогал клиенту за последние { $days } дня
       *[many] Кто помогал клиенту за последние { $days } дней
    }: { $wait }
prefer-language = Кто говорит на языке клиента: { $wait }
prefer-explained = Это шаг до жребия: пока кто-то из них свободен, новое обращение получит он. Если все они заняты, обращение ждёт их столько, сколько сказано, а потом его может взять любой.
prefer-choose-known =
    { $source }: { $days ->
        [0] если у клиента открыто другое обращение
        [1] если клиенту помогали за последний день
        [one] если клиенту помогали за последние { $days } день
        [few] если клиенту помогали за последние { $days } дня
       *[many] если клиенту помогали за последние { $days } дней
    }, сначала спросить того же оператора?
prefer-choose-language = { $source }: сначала спросить тех, кто говорит на языке клиента?
prefer-off = нет
prefer-if-free = да, если свободен
prefer-wait = да, и ждать { $span }
prefer-wait-seconds = да, и ждать { $seconds } с
prefer-done = Готово: { $source }.
button-prefer-known = Кто помогал раньше
button-prefer-language = Кто говорит на языке клиента
sources-usage-prefer = Назовите источник, кого предпочесть (знакомый или язык) и сколько минут ждать; «сразу» — только если свободен, «нет» — не предпочитать.
example-prefer = знакомый 5
refused-bad_wait = Столько ждать нельзя: скажите минуты, не больше суток.

# Языки оператора
button-languages = Языки
languages-title = <b>{ $name }: языки</b>
languages-set = Отвечает на этих языках: { $languages }.
languages-none = Не указаны: берём язык Telegram оператора.
languages-explained = Источник может предпочитать тех, кто говорит на языке клиента: /sources, затем «Кого предпочесть».
example-languages = русский английский
refused-bad_language = Такого языка я не знаю.

# Почему так
waits-preferred = ждёт тех, кого предпочитает источник
why-excluded-not_preferred = источник предпочёл других
why-preferred-known = Сначала спросили того, кто уже помогал этому клиенту.
why-preferred-language = Сначала спросили тех, кто говорит на языке клиента.
why-me-preferred-known = Вы уже помогали этому клиенту.
why-me-preferred-language = Вы говорите на языке клиента.
stats-operator-preferred = по предпочтению: { $count }
card-elsewhere = Открыто ещё: №{ $number }, { $source } — { $name }
card-elsewhere-waits = Открыто ещё: №{ $number }, { $source } — ждёт оператора
card-elsewhere-later = Открыто ещё: №{ $number }, { $source } — отложено
card-choose-outcome = Чем закончилось? Выберите ниже.
