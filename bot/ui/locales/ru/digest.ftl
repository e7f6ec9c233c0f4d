# Сводка за неделю
digest-title = 📬 <b>Прошлая неделя, { $days }</b>
digest-received = Обращений: { $count }
digest-change = {" "}({ $arrow } { $percent } % к предыдущей неделе)
digest-in-time = Первый ответ за { $target }: { $within } из { $total } ({ $share } %)
digest-median = Первый ответ: обычно за { $span }
digest-completed = Завершено: { $count }
digest-rated = Оценили: 👍 { $good } · 👎 { $bad }
digest-operators = <b>Операторы</b>
digest-operator = { $name } — пришло { $received }, завершено { $completed }
digest-operator-median = , отвечает обычно за { $span }
digest-waits = Дольше всех ждали: { $waits }
digest-wait = №{ $number } — { $span }
digest-look-unanswered =
    👀 { $count ->
        [one] { $count } обращение
        [few] { $count } обращения
       *[many] { $count } обращений
    } той недели всё ещё без ответа: /open
digest-look-lapsed =
    👀 { $name }: { $count ->
        [one] вовремя не взята { $count } карточка
        [few] вовремя не взяты { $count } карточки
       *[many] вовремя не взято { $count } карточек
    }
digest-look-unhappy =
    👀 { $count ->
        [one] Недоволен { $count } клиент
        [few] Недовольны { $count } клиента
       *[many] Недовольны { $count } клиентов
    }: 👎
button-week = Статистика недели
button-digest-stop = Больше не присылать
button-digest = 📬 Сводка за неделю
button-digest-on = Присылать
button-digest-off = Не присылать
digest-on = 📬 Вы получаете сводку за неделю: по понедельникам к открытию, без звука.
digest-off = Сводку за неделю вы не получаете.
