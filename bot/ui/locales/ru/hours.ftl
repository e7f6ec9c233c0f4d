# Когда открыты боты и работают операторы
hours-always = круглосуточно
hours-closed = закрыто
hours-holidays = праздники
hours-no-holidays = в праздники закрыто
opens-today = в { $time }
opens-on = { $moment }
closed-ours = Сейчас мы закрыты.
client-queued-closed =
    Обращение №{ $number } принято. { $closed }
    Откроемся { $opens } и ответим прямо здесь.
client-waits-closed =
    { $closed }
    Откроемся { $opens } и ответим прямо здесь.
client-queued-away-until =
    Обращение №{ $number } принято. Сейчас никого нет на месте, ближайший сотрудник будет { $opens }. { $place ->
        [1] Ваша очередь — первая.
       *[other] Ваше место в очереди — { $place }.
    }
client-waits-away-until =
    Пока никто не вернулся, ближайший сотрудник будет { $opens }. { $place ->
        [1] Ваша очередь — первая.
       *[other] Ваше место в очереди — { $place }.
    }
hours-title = Когда открыто:
hours-line = { $source } — { $hours }
hours-of-source = <b>Часы работы: { $source }</b>
hours-week = Часы: { $hours }
hours-closed-days = Закрыто: { $days }
hours-open = Сейчас открыто.
hours-open-until = Сейчас открыто, закроется { $moment }.
hours-shut = Сейчас закрыто и в ближайший год не откроется.
hours-shut-until = Сейчас закрыто, откроется { $moment }.
hours-explained = Пока закрыто, обращения ждут, никому не напоминаем, и время ответа не идёт. При открытии операторы получат их в том порядке, в каком они пришли.
hours-set = { $source }: теперь открыто { $hours }.
hours-days-closed = { $source }: закрыто { $days }.
hours-usage-closed = В какие дни закрыто?
button-other-hours = Другие часы…
button-holidays-closed = Закрывать в праздники
button-holidays-open = Открывать в праздники
button-close-days = Закрыть на несколько дней…
button-open-days = ✕ { $days }
button-all-hours = « Все часы
button-source-hours = Часы работы
ask-hours = { $source }: какие часы работы? Например: пн-пт 9-18, сб 10-16. Без перерыва: «круглосуточно».
ask-closed-days = { $source }: в какие дни закрыто? Например: 31.12 или 31.12 - 8.01
example-hours = пн-пт 9-18, сб 10-16
example-closed = закрыто 31.12 - 8.01

# Об операторе
state-at-home = сейчас не работает
work-title = <b>Когда работает { $name }</b>
work-zone = Часовой пояс: { $zone }, там сейчас { $time }
work-away = Не будет до конца дня { $date }
work-now = Сейчас на работе.
work-again = Сейчас не на работе, выйдет { $moment }.
work-explained = В другое время { $name } не получает новых обращений и напоминаний. Открытые остаются; если к концу часов что-то открыто, спросим, передать ли это другим.
work-set = Часы изменены: { $name }.
button-work-hours = Часы работы
button-work-zone = Часовой пояс…
button-away =
    { $count ->
        [1] Сегодня не будет
        [one] Не будет { $count } день
        [few] Не будет { $count } дня
       *[many] Не будет { $count } дней
    }
button-away-until = Не будет до…
button-work-back = На работе
ask-work-hours = Когда работает { $name }? Например: пн-пт 9-18, сб 10-16. Без перерыва: «круглосуточно».
ask-zone = По каким часам работает { $name }? Пришлите часовой пояс, например Asia/Yekaterinburg, или «-» — по часам компании.
ask-away = До какого дня не будет { $name }? Например: 31.12
example-zone = Asia/Yekaterinburg
example-away = 31.12
refused-operator_off_hours = { $name } сейчас не на работе.
refused-bad_hours = Не могу понять часы.
refused-bad_dates = Не могу понять дни; они не могут быть в прошлом и дальше чем через три года.
refused-away_later = Отсутствие начинается сегодня: укажите только последний день.
refused-too_many_dates = Закрытых промежутков уже { $most }: сначала уберите один.
refused-bad_timezone = Часового пояса «{ $name }» нет. Например: Europe/Moscow

# Оператору, чьё рабочее время закончилось
operator-shift-over =
    Ваше рабочее время закончилось. { $count ->
        [one] У вас открыто { $count } обращение.
        [few] У вас открыто { $count } обращения.
       *[many] У вас открыто { $count } обращений.
    } Передать другим или оставить до вашего возвращения?
button-shift-preview = Показать, куда уйдут
button-shift-pass = Передать
button-shift-keep = Оставить
shift-kept = Хорошо, они остаются у вас.
shift-plan =
    { $count ->
        [0] Взять их некому:
        [one] Уйдёт { $count }:
        [few] Уйдут { $count }:
       *[many] Уйдут { $count }:
    }
shift-done =
    { $count ->
        [one] Передано { $count } обращение:
        [few] Передано { $count } обращения:
       *[many] Передано { $count } обращений:
    }
