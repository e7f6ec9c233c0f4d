### Слова живой доски.

# Doors and the bar
board = Живая доска
opening = Доска открывается…
door-no-session = Вы ещё не вошли
door-bad-link = Эта ссылка больше не действует
door-bad-launch = Доска не открылась
door-over = Сеанс завершён
door-left = Вы вышли
door-failed = Доска не отвечает
door-how = Напишите боту /board: он пришлёт ссылку. Ссылка открывается один раз, в течение 5 минут.
door-retry = Проверьте соединение и попробуйте ещё раз.
retry = Ещё раз
role-admin = администратор
role-supervisor = супервайзер
role-viewer = только просмотр
live = На связи
lost = Нет связи, данные на { $time }
lost-note = Данные могли устареть. Восстанавливаем связь…
other-language = In English
theme =
    { $theme ->
        [light] Тема: светлая. Сменить на тёмную
        [dark] Тема: тёмная. Сменить на системную
       *[auto] Тема: как в системе. Сменить на светлую
    }
leave = Выйти
views = Части доски
view-contacts = Обращения
view-operators = Операторы
view-shares = Веса
view-happened = События

# Figures
figures = Сегодня
figure-waiting = в очереди
figure-unanswered = без ответа
figure-open = открыто
figure-came = пришло сегодня
figure-answered = отвечено
figure-completed = завершено
figure-median = медиана ответа

# Operators
operators = Операторы
no-operators = Операторов пока нет.
on-now = { $on } из { $all } на смене · свободно { $free }
state-on = на смене
state-paused = на паузе
state-off_hours = вне графика
state-off = не работает
state-unreachable = нет на связи
load-of = занято мест: { $load } из { $limit }
unanswered-count = без ответа: { $count }
unanswered-word = без ответа

# Contacts
contacts = Открытые обращения
no-contacts = Никто не ждёт, открытых обращений нет. Обращение появится здесь, как только напишет клиент.
none-match = По выбранным условиям ничего нет.
show-all = показать всех операторов
source = Источник
all-sources = Все источники
show = Показать
kind-all = Все
kind-waiting = Очередь
kind-unanswered = Без ответа
kind-answered = С ответом
nameless = Без имени
number = №{ $id }
status-new = новое
status-in_progress = в работе
status-completed = завершено
waits-closed = нерабочее время
waits-preferred = ждёт своего
waits-pooled = в общем пуле
waits-second_group = ждёт вторую группу
waits-all_full = мест нет
waits-unreachable = нет на связи
waits-all_off = никого на смене
waits-no_weight = веса не заданы
waits-other = ждёт
wait-about = ещё ≈ { $span }
span-moment = < 1 мин
span-seconds = { $seconds } с
span-minutes = { $minutes } мин
span-hours = { $hours } ч { $minutes } мин
span-days = { $days } д

# Weights and shares
shares = Веса и доли
no-sources = Источников пока нет.
no-weights = У этого источника пока ни у кого нет веса.
operator = Оператор
weight = Вес
share = Доля
today-share = Сегодня
weight-of = Вес: { $name }
weight-gives = { $weight }, доля { $share }
today-note = сегодня { $actual }, ожидалось { $expected }
apply = Применить
reset = Сбросить
undo = Отменить
applied = Применено: новые обращения пойдут по этим весам.
undone = Веса снова прежние.

# What if
what-if = Что, если…
what-if-about = Подвиньте ползунки и попробуйте их на обращениях, которые пришли на самом деле. Ничего не изменится, пока вы не нажмёте «Применить».
limit = Лимит
limit-of = Лимит: { $name }
what-if-of = Обращения за
what-if-days = последние { $days } дней
try = Попробовать
trying = Считаем, несколько секунд…
what-if-found = Что было бы
what-if-old = Это для прежних ползунков. Нажмите «Попробовать» ещё раз.
what-if-nothing = За эти дни обращений не было, проверять не на чем.
what-if-came =
    { $count ->
        [one] { $days } дней, { $count } обращение
        [few] { $days } дней, { $count } обращения
       *[many] { $days } дней, { $count } обращений
    }
shares-then = Доли
waits-then = Ожидание
what-if-brackets = В скобках — куда попали бы 95 из 100 таких периодов, если все работают как раньше.
what-if-off-by =
    { $points ->
        [0] Для того, что пришло, модель даёт те же доли.
        [one] Для того, что пришло, модель ошибается не больше чем на { $points } пункт.
        [few] Для того, что пришло, модель ошибается не больше чем на { $points } пункта.
       *[many] Для того, что пришло, модель ошибается не больше чем на { $points } пунктов.
    }
what-if-waited = Никого свободного сразу
what-if-longest_wait = Оператор нашёлся для девяти из десяти за
what-if-answer = Первый ответ для половины за
what-if-longest_answer = Первый ответ для девяти из десяти за
what-if-full = Лимит исчерпан: { $name }
as-it-is = как сейчас
with-change = с изменением
answered-within = первый ответ за
watch = Наблюдать неделю
watched = Неделю считаем рядом с тем, что есть; потом бот спросит вас.
leave-so = Оставить как есть

# What happened
happened = Что произошло
nothing-happened = Пока ничего.
somebody = кто-то
fact-created = новое обращение
fact-assigned = получает { $name }
fact-unassigned = снова в очереди
fact-answered = первый ответ: { $name }
fact-taken = { $name } берёт в работу
fact-passed_on = { $name } передаёт дальше
fact-completed = завершено
fact-reopened = снова открыто
fact-note = заметка: { $actor }
fact-outcome = указан итог
fact-tagged = изменены метки
fact-edited = сообщение изменено
fact-withdrawn = ответ отозван
fact-timed_out = { $name } не берёт вовремя
fact-no_answer_needed = ответ не нужен
fact-rated = клиент поставил оценку
fact-commented = клиент оставил отзыв
fact-snoozed = отложено
fact-woken = больше не отложено
fact-idle_asked = клиента спросили, актуально ли
fact-idle_kept = клиент говорит, что актуально
fact-followed_up = клиент написал после завершения
fact-flooded = клиент пишет очень много
fact-spam_reported = { $name } считает это спамом
fact-spam_refused = это не спам
fact-banned = клиент заблокирован
fact-unbanned = клиент разблокирован
fact-merged = клиенты объединены
fact-split = клиенты разделены
fact-claim_kept = сохранён телефон или почта
fact-forgotten = данные клиента удалены
fact-weight_set = { $actor } меняет вес
fact-mode_set = { $actor } меняет режим
fact-other = что-то изменилось

# The panel of a contact
contact-number = Обращение №{ $id }
close = Закрыть
loading = Загружается…
about-contact = Об обращении
tab-conversation = Переписка
tab-why = Почему
tab-history = История
no-messages = Сообщений пока нет.
no-text = Не текст
by-client = клиент
by-operator = оператор
by-admin = администратор
by-supervisor = супервайзер
by-bot = бот
by-api = другая система
by-note = заметка
act-return = Вернуть в очередь
act-complete = Завершить
act-reopen = Открыть снова
act-assign = Назначить
act-pass = Передать
to-whom = Кому
to-next = Кто следующий
with-room = Есть место
without-room = Сейчас не могут взять
outcome = Итог
no-outcome = Без итога
done-assign = Назначено.
done-pass = Передано.
done-return = Снова в очереди.
done-complete = Завершено.
done-reopen = Снова открыто.
done-note = Заметка сохранена. Клиент её не видит.
done-answer = Отправлено клиенту.
write-what = Что написать
way-answer = Ответ
way-note = Заметка
hint-answer = Напишите клиенту…
hint-note = Только для коллег…
send = Отправить

# Why
no-why = Его пока никто не получил.
chances = Шансы в тот момент
chosen = выпало
ticket = Жребий: { $ticket } из { $of }
excluded = Не могли получить
why-new = Это было новое обращение.
why-queue = Подошла его очередь.
why-passed_on = Оператор передал его дальше.
why-passed_to = Оператор передал его выбранному коллеге.
why-timeout = Его вовремя не взяли в работу.
why-unreachable = Оператор закрыл чат с ботом.
why-cut_off = У оператора забрали доступ.
why-moved = Его перенесли вручную.
why-manual = Его назначили вручную.
why-taken_back = Его вернул себе тот, кто передал.
why-taken = Его взяли из пула.
why-woken = Оно больше не отложено.
why-other = Его распределили по правилам источника.
not-no_weight = нет веса у этого источника
not-off = работа выключена
not-paused = на паузе
not-off_hours = нерабочее время
not-unreachable = нет чата с ботом
not-own_contact = это его собственное обращение
not-gave_back = от него вернули
not-had_it = уже получал его
not-second_group = во второй группе, она помогает позже
not-full = не было мест
not-not_preferred = источник предпочёл других
not-other = не подходит

# Refusals
refused-no_such_contact = Этого обращения больше нет.
refused-not_yours = Это обращение не из ваших.
refused-moved = Оно уже у другого оператора.
refused-already_taken = Его уже взяли в работу.
refused-not_taken = Его ещё не взяли в работу.
refused-completed = Оно уже завершено. Сначала откройте его снова.
refused-waiting = Оно ни у кого: уже стоит в очереди.
refused-not_completed = Оно и так открыто.
refused-nobody_else = Сейчас больше никто не может его взять.
refused-no_successor = Больше некому его взять.
refused-full = Свободных мест нет.
refused-off = Оператор выключен.
refused-paused = Оператор на паузе.
refused-never_assigned = Его ещё никто не получал.
refused-newer_contact = У клиента есть более новое обращение.
refused-no_chat = У клиента нет чата с ботом: написать некуда.
refused-banned = Клиент заблокирован.
refused-forgotten = Данные клиента удалены.
refused-snoozed = Оно отложено.
refused-empty_note = Сначала напишите текст.
refused-note_of_words = В заметке бывает только текст.
refused-text_too_long = Текст слишком длинный.
refused-no_such_operator = Такого оператора нет.
refused-no_such_source = Такого источника нет.
refused-no_such_colleague = Такого коллеги нет.
refused-colleague_off = Коллега не работает.
refused-dismissed = Оператор здесь больше не работает.
refused-bad_weight = Вес — целое число от 0.
refused-has_it = Оно уже у этого оператора.
refused-operator_off = Оператор выключен.
refused-operator_paused = Оператор на паузе.
refused-operator_off_hours = У оператора сейчас нерабочее время.
refused-operator_unreachable = У оператора нет чата с ботом.
refused-operator_full = У оператора нет свободных мест.
refused-own_contact = Это собственное обращение оператора.
refused-changed_since = Тем временем это кто-то изменил. Посмотрите, как сейчас.
refused-same_operator = Оно уже у этого оператора.
refused-no_such_outcome = Такого итога нет.
refused-no_right = Эта доска вам не видна. Попросите администратора пригласить вас.
refused-launch_unknown = Telegram не сообщил, кто вы. Отправьте боту /board и откройте ссылку.
refused-launch_over = Это открыли слишком давно. Закройте и нажмите кнопку ещё раз.
refused-trial_over = Эта проба уже закончена. Попробуйте ещё раз.
refused-not_allowed = Здесь вам можно только смотреть.
refused-unreachable = Доска не отвечает. Ничего не изменилось.
refused-other = Сейчас это невозможно.
