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

button-source-mode = Жребий или очередь
mode-title = <b>Кому достаётся обращение: { $source }</b>
mode-draw = По жребию: чем больше вес и свободных мест, тем выше шанс.
mode-turns = По очереди: каждый, у кого есть свободное место, получает свою долю по весу.
mode-explained = По жребию заранее не известно, кто следующий; за день доли могут разойтись на несколько обращений. По очереди каждый получает свою долю с точностью до одного обращения, пока состав не меняется. Кто отсутствовал, пропущенное не навёрстывает.
button-mode-draw = По жребию
button-mode-turns = По очереди
sources-usage-mode = Укажите источник и как он выбирает оператора: жребий или очередь.
example-mode = очередь
why-could-turn = <b>Могли взять</b> (доля по весу и отставание от неё до этого):
why-owed =
    { $name }: вес { $weight }, доля { $share } %, { $state ->
        [even] ровно по доле
        [behind] отставание { $whole },{ $tenth }
       *[ahead] опережение { $whole },{ $tenth }
    }
why-turn = Подошла очередь: { $name }.
why-me-turn = Подошла ваша очередь: вес { $weight }, доля { $share } %.
why-me-turn-alone = Кроме вас взять было некому.

button-source-order = Порядок и помощь
order-title = <b>Порядок и помощь: { $source }</b>
order-priority_minutes-none = Приоритет: нет. Кто пришёл раньше, тот раньше и попадёт к оператору.
order-priority_minutes-some = Приоритет: обращения ждут так, будто пришли на { $span } раньше.
order-second_after-none = Вторая группа: получает обращения вместе с первой.
order-second_after-some = Вторая группа: помогает с тем, что ждёт уже { $span }.
order-explained = Верхний ряд — чья очередь, когда кто-то освобождается. Нижний — когда помогает вторая группа; кто в ней, видно у веса оператора.
button-order-priority_minutes-none = без приоритета
button-order-priority_minutes-some = на { $span } раньше
button-order-second_after-none = сразу
button-order-second_after-some = через { $span }
sources-usage-priority = Назовите источник и на сколько минут раньше идут его обращения.
sources-usage-second = Назовите источник и через сколько минут помогает его вторая группа.
waits-second_group = в первой группе взять сейчас некому, скоро поможет вторая
why-excluded-second_group = во второй группе, она помогает позже
why-priority = Обращения этого источника ждут так, будто пришли на { $span } раньше.
