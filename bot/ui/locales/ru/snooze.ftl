# Отложенные обращения
button-later = Отложить
button-wake = Больше не ждать
button-admin-wake = Вернуть из отложенных
done-wake = Обращение №{ $number } больше не отложено
later-choose = До какого времени отложить обращение №{ $number }? Напишет клиент — вернётся сразу.
button-later-client = Пока клиент не напишет
button-later-hour = Через час
button-later-evening = Вечером: { $moment }
button-later-tomorrow = Завтра: { $moment }
button-later-days = Через три дня: { $moment }
button-later-monday = В понедельник: { $moment }
later-done = Обращение №{ $number } отложено { $until }.
later-kept = Ничего не изменилось.
until-moment = до { $moment }
until-client = до сообщения клиента
later-usage = Какое обращение отложить и до какого времени? Без времени — пока клиент не напишет.
later-when = Не понимаю, до какого времени отложить.
later-nothing = Сейчас откладывать нечего: в работе у вас ничего нет. Ваши обращения: /mine
example-later = завтра 10:00
card-later = ⏰ Отложено { $until }
card-put-off = ⏰ Обращение №{ $number } отложено { $until }. Ваше место пока свободно. Вернуть — кнопкой ниже.
card-put-off-reply = Ответ на это сообщение прочитает клиент.
mine-none-now = Сейчас в работе ничего нет.
mine-later = ⏰ Отложено: { $count }
mine-later-line = №{ $number } · { $client } — { $until }
open-later-count = Из них отложено: { $count }
open-later = { " · отложено " }{ $until }
queue-later = Ещё отложено: { $count }. Список: /open

operator-woken =
    ⏰ { $why ->
        [client] { $client } пишет: обращение №{ $number } больше не отложено.
        [time] Пора вернуться к обращению №{ $number }: { $client }.
       *[other] Обращение №{ $number } больше не отложено: { $client }.
    }
fact-snoozed = отложено { $until }: { $by }
fact-woken =
    { $why ->
        [client] больше не отложено: клиент написал
        [time] больше не отложено: пришло время
        [moved] больше не отложено: передано
        [completed] больше не отложено
       *[other] больше не отложено: { $by }
    }
why-reason-woken = больше не отложено
why-woken = { $name }: обращение было отложено и вернулось, без жребия.
why-me-woken = Вы отложили его, и оно вернулось к вам.

# Давно молчат
client-idle = По обращению №{ $number } давно не было сообщений. Помощь ещё нужна? Без ответа завтра завершим его.
button-idle-yes = Да, нужна
button-idle-no = Нет, спасибо
idle-yes = Спасибо! Обращение №{ $number } остаётся открытым, ответим вам здесь.
idle-no = Хорошо, спасибо за ответ!
operator-idle-kept = { $client } ждёт ответа: помощь ещё нужна (обращение №{ $number }).
fact-idle_asked = клиента спросили, актуален ли вопрос
fact-idle_kept = клиент отвечает: ещё актуально

# Отказы
refused-snoozed = Обращение №{ $number } отложено, сейчас его ни у кого нет. Вернуть: /mine
refused-not_snoozed = Обращение №{ $number } не отложено.
refused-bad_moment = Отложить можно на время в будущем, не дальше чем на год.
refused-not_asked = Спасибо, по обращению №{ $number } этот вопрос уже не нужен.
