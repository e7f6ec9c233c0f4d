# Напоминания и передача по времени
operator-reminders =
    ⏳ { $count ->
        [one] Вашего ответа ждёт { $count } клиент
        [few] Вашего ответа ждут { $count } клиента
       *[many] Вашего ответа ждут { $count } клиентов
    }, дольше всех — { $age }.
button-no-answer = Ответ не нужен
done-no-answer = Обращение №{ $number }: не напоминаем, пока клиент не напишет снова
operator-reminder = ⏳ { $client } ждёт ответа уже { $age } (обращение №{ $number }).
operator-timed-out = Обращение №{ $number } не взяли вовремя, оно перешло к другому оператору.

operator-missed-many =
    Вы не взяли { $count ->
        [one] { $count } обращение
        [few] { $count } обращения
       *[many] { $count } обращений
    } подряд, поэтому новые получают коллеги. Открытые остаются у вас.
button-back-again = Я на месте
operator-paused-to-admins =
    ⚠️ { $operator }: подряд не взято { $count ->
        [one] { $count } обращение
        [few] { $count } обращения
       *[many] { $count } обращений
    }, теперь пауза. Её снимет кнопка «Я на месте» или команда /resume.

# Сообщения после завершения
follow-up-to-operator = { $client } пишет после завершения:
client-follow-up-passed = Передали ваше сообщение: { $operator } его прочитает.

# Блокировка и удаление
card-banned = 🚫 Клиент заблокирован
card-forgotten = Данные клиента удалены
clients-usage = Нужен номер обращения или телефон клиента.
client-banned =
    Клиент { $client } заблокирован, его сообщения больше не приходят. { $count ->
        [0] Открытых обращений не было.
        [one] Завершено { $count } обращение.
        [few] Завершено { $count } обращения.
       *[many] Завершено { $count } обращений.
    }
client-unbanned = Клиент { $client } разблокирован, его сообщения снова приходят.
ban-left-behind = Обращение №{ $number } пришло от заблокированного, который указал телефон. Теперь клиент подтвердил в Telegram, что это его телефон; этот клиент не заблокирован. Заблокировать и его? Сначала посмотрите: /contact { $number }
flood-to-admins = Клиент по обращению №{ $number } пишет очень много: за минуту больше { $count } сообщений. Оператор видит первые из них и узнаёт, сколько ещё пришло. Заблокировать клиента? Сначала посмотрите: /contact { $number }
ban-left = Никто не заблокирован.
button-ban = Заблокировать
button-leave = Оставить как есть
forget-title = Удалить всё о клиенте { $client }?
forget-contacts = Обращений: { $count }
forget-messages = Сообщений: { $count }
forget-open =
    { $count ->
        [one] Открыто и будет завершено: { $numbers }
       *[other] Открыты и будут завершены: { $numbers }
    }
forget-number = №{ $number }
forget-stays = Останутся только числа. Вернуть будет нельзя.
forget-done = Данные клиента из обращения №{ $number } удалены. То, что Telegram хранит в чатах операторов, удалить не в наших силах.
forget-cancelled = Ничего не удалено.
button-forget = Удалить

# Отказы
refused-banned = Клиент обращения №{ $number } заблокирован.
refused-forgotten = Данные этого клиента удалены.
refused-no_such_phone = Клиента с телефоном { $phone } нет.
refused-already_banned = Этот клиент уже заблокирован.
refused-not_banned = Этот клиент не заблокирован.
refused-is_staff = Это оператор или администратор, его не заблокировать.
refused-tells_nothing = { $name } принимает обращения через API, клиентам отсюда ничего не пишут.
refused-text_too_long = В тексте может быть не больше { $most } знаков.
