# Что админы пробуют, прежде чем включить
menu-whatif = Проверить изменение, прежде чем включить
button-page-whatif = 🔮 Что, если…
what-if-title = <b>Что, если…</b>

    Проверьте изменение на обращениях, которые и правда пришли за последние дни. Ничего не меняется, пока вы не нажмёте «Применить». О ком речь?
what-if-nobody = <b>Что, если…</b>

    Операторов пока нет, проверять не на ком.
what-if-usage = Напишите, чей вес и какой: имя, если нужно — бот, и число.
what-if-operator = <b>Что, если…</b> { $name }: что было бы иначе?
what-if-weight = <b>Что, если…</b> у оператора { $name } был бы другой вес для { $source }? Сейчас — { $weight }.
what-if-limit = <b>Что, если…</b> у оператора { $name } был бы другой лимит? Сейчас — { $limit }.
button-what-if = « Что, если…
button-what-if-weight = { $source }: вес { $weight } → …
button-what-if-limit = Лимит { $limit } → …
button-what-if-hire = Ещё один как { $name }
button-what-if-off = Не участвует { $name }
button-what-if-draw = { $source }: по жребию
button-what-if-turns = { $source }: по очереди
button-what-if-pool = { $source }: общий пул
what-if-plan-weight = { $name }: вес { $after } для { $source } вместо { $before }
what-if-plan-limit = { $name }: лимит { $after } вместо { $before }
what-if-plan-off = { $name } не получает обращений
what-if-plan-hours = { $name } работает { $hours }
what-if-plan-hire = есть ещё один оператор как { $name }
what-if-plan-draw = { $source } распределяет по жребию
what-if-plan-turns = { $source } распределяет по очереди
what-if-plan-pool = { $source } — общий пул
what-if-always = всегда
what-if-more = и ещё { $count }
what-if-question = <b>Что, если</b> { $plan }?
what-if-nothing = { $days }: обращений не было, проверять не на чем.
what-if-days =
    { $count ->
        [one] { $days }, { $count } обращение
        [few] { $days }, { $count } обращения
       *[many] { $days }, { $count } обращений
    }
what-if-share = { $name }: { $before } % → <b>{ $after } %</b> ({ $low }–{ $high })
what-if-others =
    { $count ->
        [one] и ещё { $count } оператор
        [few] и ещё { $count } оператора
       *[many] и ещё { $count } операторов
    }
what-if-waited = Никого свободного сразу: { $before } % → { $after } % обращений
what-if-found = Оператор нашёлся для девяти из десяти за: { $before } → { $after }
what-if-answer = Первый ответ для половины за: { $before } → { $after }
what-if-longest-answer = Первый ответ для девяти из десяти за: { $before } → { $after }
what-if-full = { $name }, лимит исчерпан: { $before } % → { $after } % времени
what-if-off-by =
    { $points ->
        [0] На том, что было, модель даёт те же доли.
        [one] На том, что было, модель ошибается не больше чем на { $points } пункт.
        [few] На том, что было, модель ошибается не больше чем на { $points } пункта.
       *[many] На том, что было, модель ошибается не больше чем на { $points } пунктов.
    }
what-if-about = В скобках — куда попали бы 95 из 100 таких периодов, если все работают как раньше.
what-if-stopped = Бот перезапустили, сравнение не готово. Спросите ещё раз: /whatif
what-if-failed = Сравнить не получилось. Ничего не изменилось; спросите ещё раз: /whatif
what-if-chart-title = Что, если: { $days }
what-if-chart-shares = Доли
what-if-chart-answers = Первые ответы
what-if-chart-now = как сейчас
what-if-chart-then = с изменением
what-if-chart-minutes = за столько минут
button-trial-apply = ✅ Применить
button-trial-beside-start = 👥 Понаблюдать неделю
button-trial-days = { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[many] { $count } дней
    }
button-trial-give-up = Оставить как есть
button-trial-compare = 🔍 Сравнить
button-trial-beside = 👥 { $plan }
trial-applied = ✅ Теперь действует: { $plan }.
trial-given-up = Всё остаётся как есть.
trial-beside = 👥 До { $until } всё идёт как есть, а рядом я считаю, что было бы, если { $plan }. Потом спрошу вас.
trial-over = 👥 Неделя прошла. Посмотрите, что дало бы изменение, за которым вы хотели понаблюдать, на том, что пришло за это время.
