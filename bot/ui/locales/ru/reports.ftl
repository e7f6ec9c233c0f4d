# /stats
stats-title = <b>Обращения, { $days }</b>
stats-counts = Пришло { $received }, завершено { $completed }, { $waiting ->
        [one] ждёт
       *[other] ждут
    } сейчас { $waiting }
stats-answering = Первый ответ: обычно за { $median }, 9 из 10 — быстрее { $longest }
stats-in-time = ; за { $target } — { $within }
stats-within = { $count } из { $total } ({ $share } %)
stats-taking = Берут в работу: обычно за { $median }, 9 из 10 — быстрее { $longest }
stats-completing = Завершают: обычно за { $median }, 9 из 10 — быстрее { $longest }
stats-queue = Больше всего сразу ждали: { $most }, с { $begins } до { $ends }
stats-none =
    За это время ({ $days }) никто не писал.{ $waiting ->
        [0] {""}
       *[other] {" "}Сейчас ждут: { $waiting }.
    }
stats-operators = <b>Операторы</b>
stats-operator = { $name } — пришло { $received }, завершено { $completed }
stats-answers = отвечает обычно за { $median }
stats-answers-share = , вовремя { $count } из { $total }
stats-operator-share = по жребию { $won } из { $draws }, ожидалось { $expected }
stats-sources = <b>Источники</b>
stats-source =
    { $source } — пришло { $received }, завершено { $completed }{ $waiting ->
        [0] {""}
        [one] , ждёт сейчас { $waiting }
       *[other] , ждут сейчас { $waiting }
    }
button-stats-today = Сегодня
button-stats-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[many] { $count } дней
    }
span-moment = 1 мин
span-minutes = { $minutes } мин
span-hours =
    { $hours } ч{ $minutes ->
        [0] {""}
       *[other] {" "}{ $minutes } мин
    }
span-days =
    { $days } дн.{ $hours ->
        [0] {""}
       *[other] {" "}{ $hours } ч
    }
refused-bad_days = Нужно одно целое число дней, от 1 до { $most }.

# Картинка
chart-title = Обращения, { $days }
chart-title-hour = По часам
chart-title-day = По дням
chart-title-week = По неделям
chart-received = пришло
chart-completed = завершено
chart-title-answers = Первый ответ за { $target }, %
chart-title-queue = Очередь в течение дня
chart-queue-most = больше всего сразу
chart-queue-mean = в среднем
chart-title-shares = Кому достаются новые
chart-won = досталось
chart-expected = ожидается по весам
chart-draws = { $won } (ожидалось { $expected })
chart-others = ещё { $count }

# /export
export-caption =
    { $count ->
        [one] { $count } обращение
        [few] { $count } обращения
       *[many] { $count } обращений
    }, { $days }
export-none = За это время ({ $days }) обращений не было, выгружать нечего.
export-progress =
    { $total ->
        [one] Выгружаю: { $count } из { $total } обращения …
       *[many] Выгружаю: { $count } из { $total } обращений …
    }
    Если за пять минут ничего не придёт, отправьте <code>/export { $days }</code> ещё раз.
export-sending =
    Отправляю файл { $file } …
    Если за пять минут ничего не придёт, отправьте <code>/export { $days }</code> ещё раз.
export-stopped = Бот остановили раньше, чем выгрузка была готова. Отправьте <code>/export { $days }</code> ещё раз.
export-failed = Выгрузка не удалась. Ничего не потеряно: отправьте <code>/export { $days }</code> ещё раз.
export-too-large = Для Telegram файл слишком большой (можно 50 МБ), обращений в нём { $count }.
export-one-too-large = Файл { $file } для Telegram слишком большой (можно 50 МБ).
export-fewer = Возьмите меньше дней: <code>/export { $fewer }</code>
export-by-api = Частями их отдаёт API.
export-sheet = Обращения
export-cut = { " " }(обрезано: в ячейку больше не входит)
export-number = Номер
export-created = Создано
export-source = Источник
export-client = Клиент
export-username = Имя в Telegram
export-phone = Телефон
export-email = Почта
export-message = Первое сообщение
export-status = Состояние
export-operator = Оператор
export-assigned = Назначено
export-taken = Взято в работу
export-answered = Первый ответ
export-completed = Завершено
export-minutes-to-take = Минут до взятия
export-minutes-to-answer = Минут до ответа
export-minutes-to-complete = Минут до завершения
export-messages = Сообщений
export-as-typed = Говорит (не подтверждено)
export-origin = Откуда
export-page = Страница с формой
export-status-waiting = ждёт
export-status-snoozed = отложено
export-status-new = новое
export-status-in_progress = в работе
export-status-completed = завершено
stats-promised =
    Срок ожидания назвали { $count ->
        [one] { $count } раз
        [few] { $count } раза
       *[many] { $count } раз
    }, уложились: { $kept } ({ $share } %)
