### Что должен сказать бот: весь текст или его часть.

# Кнопки и ответы на нажатие
take = В работу
complete = Завершить
pass = Передать
by-draw = По жребию
reopen = Вернуть в работу
done-take = Обращение №{ $number } в работе
done-complete = Обращение №{ $number } завершено
done-pass = Обращение №{ $number } передано
done-reopen = Обращение №{ $number } снова в работе
moved = Обращение №{ $number } теперь не у вас.
to-whom = Кому передать обращение №{ $number }
nobody-else = Передать пока некому

# Операторам
ended = Обращение №{ $number } теперь не у вас.
client = Клиент: { $name }
earlier = Раньше было 1 обращение
edited = изменено: { $text }
said = Оператор ответил: { $text }

# Клиентам
received = принято. Скоро ответим
place-1 = принято. Сейчас все заняты, но
place-2 = место в очереди — 2.
place-3 = место в очереди — 3.
taken = Обращение №{ $number } в работе. Вам отвечает { $operator }.
completed = Обращение №{ $number } завершено.
reopened = Обращение №{ $number } снова в работе. Вам отвечает { $operator }.
phone-saved = Сохранили ваш номер
phone-shown = +7 903 123-45-67

# Администратору и тем, кто входит
commands = Первые шаги
added = { $name }, лимит { $limit }.
joined = 👤 { $name }: вход по ссылке выполнен.
welcome = Добро пожаловать, { $name }!
weight-set = { $name }, @{ $bot }: вес { $weight }.
weight-told = { $source }: новые обращения отсюда теперь приходят и вам
weight-line = { $name } — вес { $weight }: сейчас { $share } %, когда все свободны — { $share } %
why = { $name }: { $weight } ×{ " " }
ticket = : { $name }.
stats = завершено { $count }, ждут сейчас 0
operators = Операторы
on = на месте
lost = чат с ботом
bad-limit = Лимит — целое число от 0 до
example = Например: /operators limit
alert = ⚠️ { $name }
waiting = ждут { $number }
