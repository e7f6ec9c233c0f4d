# Администратору
admin-help =
    /operators — операторы: добавить, лимит, пауза, передать обращения
    /weight — кому какая доля обращений из каждого источника
    /sources — источники: ссылки, тексты, сколько обращений сегодня
    /hours — часы работы
    /outcomes — итоги: чем закончилось обращение, /tags — метки
    /answers — быстрые ответы, /settings — настройки и администраторы
    /queue — кто ждёт и почему, /open — что открыто и кому не ответили
    <code>/contact 12</code> — всё об обращении №12, <code>/why 12</code> — почему так решено
    <code>/assign 12 Анна</code> — отдать обращение самому
    /find — найти по телефону, почте, имени или словам
    /stats — числа и график, /export — таблица
    <code>/ban 12</code>, <code>/unban 12</code> — заблокировать клиента и вернуть
    <code>/forget 12</code> — удалить данные человека
    <code>/split 12</code> — снова разделить двух объединённых клиентов
admin-unknown-command = Такой команды нет. Все команды: /help
admin-hint =
    Обычные слова ищут обращения. Чтобы написать клиенту, ответьте на страницу обращения.
    Проверить всё глазами клиента: /start, затем «Попробовать как клиент».
admin-wrote = Отправлено клиенту по обращению №{ $number } с вашим именем.
ask-as-client = Напишите, как написал бы клиент. Обращение пойдёт операторам; пока оно не завершено, ваши сообщения здесь попадают в него.
button-try = Попробовать как клиент
command-not-own = Это написали не вы, поэтому ничего не произошло. Наберите команду сами.
question-ended = Хорошо, всё остаётся как было.
ask-placeholder = Ваш ответ
example-name = Анна
example-more-names = Нина, Мария, Пётр, Павел, Ирина, Олег
example-source = Весна
example-greeting = приветствие Здравствуйте! Чем помочь?
example = Например: <code>{ $example }</code>
unclosed-quote = Не закрыта кавычка.
button-back = « Назад
button-cancel = Отмена
button-other-number = Другое число…
button-undo = Вернуть как было

# Операторы
operators-title = <b>Операторы</b>
operators-none = Операторов пока нет.
operators-line = { $number }. { $name } — { $load } из { $limit } · { $state }
operators-foot = Добавить: <code>/operators add { $example } 5</code>
state-on = на месте
state-paused = на паузе
state-off = новых не получает
state-not-joined = ждём входа по ссылке
state-lost = чат с ботом закрыт
operator-title = <b>{ $name }</b> · оператор №{ $number }
operator-load = Открыто { $load } из { $limit } · { $state }
operator-bot-open = ✓ { $bot } — на связи
operator-bot-closed = ✗ { $bot } — ещё не открыл или закрыл чат
operator-weights = Веса: { $weights }
operator-no-weights = Весов нет: обращений не получает.
button-add-operator = ➕ Добавить оператора
button-all-operators = « Все операторы
button-operator-on = ▶️ Включить
button-operator-off = ⏸ Не давать новых
button-operator-lims = Лимит
button-operator-weights = Веса
button-operator-link = Ссылка для входа
button-operator-name = Переименовать
button-move = Передать открытые ({ $count })
operator-added =
    Оператор №{ $number } { $name }, лимит { $limit }. Ссылка для входа — в следующем сообщении: перешлите его.

    Теперь выберите вес для { $source }.
operator-link =
    { $name }, откройте ссылку и нажмите «Запустить»: обращения клиентов будут приходить вам в этот бот. Ссылка одноразовая и действует двое суток:
    { $link }
operator-account = Аккаунт:
button-operator-dismiss = Уволить
button-operator-page = « К оператору
join-question = По этой ссылке входит { $name }. Это вы? Если нет, перешлите ссылку тому, кому она предназначена: она ещё действует.
button-join = Да, { $name } — это я
button-join-not = Нет
join-declined = Вход отменён, ссылка ещё действует. Перешлите её тому, кому она предназначена.
joined-news = 👤 { $operator }: вход по ссылке выполнен.
button-not-her = Это не тот человек
cut-off = { $name }: доступ этого аккаунта закрыт.
dismiss-question =
    { $name }: увольняем? { $count ->
        [0] Открытых обращений нет.
        [one] { $count } открытое обращение уйдёт другим или в очередь.
        [few] { $count } открытых обращения уйдут другим или в очередь.
       *[many] { $count } открытых обращений уйдут другим или в очередь.
    } Имя освободится, в истории останется. Отменить будет нельзя.
button-dismiss-surely = Да, уволить
dismissed = { $name } здесь больше не работает.
left-requests =
    { $moved ->
        [0] { $waiting ->
            [0] Открытых обращений не было.
            [one] Ждёт в очереди { $waiting } обращение: /queue
            [few] Ждут в очереди { $waiting } обращения: /queue
           *[many] Ждут в очереди { $waiting } обращений: /queue
        }
       *[other] Обращений перешло к другим: { $moved }{ $waiting ->
            [0] .
           *[other] , ждут в очереди: { $waiting } — /queue
        }
    }
operator-switched-on = { $name } снова получает обращения.
operator-switched-off =
    { $name } больше не получает новых обращений. { $count ->
        [0] Открытых нет.
        [one] { $count } открытое остаётся.
        [few] { $count } открытых остаются.
       *[many] { $count } открытых остаются.
    }
operator-limit-set = { $name }: лимит { $limit }. Сейчас открыто { $load }.
operator-renamed = { $former } теперь { $name }.
limits-title = { $name }: сколько обращений может быть открыто сразу? Сейчас — { $limit }.
ask-operator = Как зовут нового оператора? Можно сразу с лимитом: Анна 5
ask-limit = { $name }: какой теперь лимит? Пришлите число.
ask-operator-name = { $name }: как звать теперь?
operators-usage = Не понимаю. Можно так: добавить, ссылка (для входа), включить, выключить (новых не давать), лимит, переименовать, передать (открытые — другим), уволить. Всё это есть и кнопками: /operators
operators-usage-add = Как зовут нового оператора?
operators-usage-who = Какого оператора?
operators-usage-limit = Какому оператору и какой лимит?
operators-usage-rename = Кого переименовать и как?

# Передача открытых обращений
move-choose =
    { $name }: { $count ->
        [one] { $count } открытое обращение
        [few] { $count } открытых обращения
       *[many] { $count } открытых обращений
    }. Кому передать? Число — свободные места.
button-by-draw = 🎲 По весам и свободным местам
button-move-now = Передать
move-plan =
    { $count ->
        [0] Передать некому: { $name } держит всё.
        [one] { $name } отдаст { $count } обращение:
        [few] { $name } отдаст { $count } обращения:
       *[many] { $name } отдаст { $count } обращений:
    }
move-done =
    { $count ->
        [one] Готово: { $name } отдаёт { $count } обращение.
        [few] Готово: { $name } отдаёт { $count } обращения.
       *[many] Готово: { $name } отдаёт { $count } обращений.
    }
move-line = №{ $number } · { $client } → { $name }
move-waits = №{ $number } · { $client } → в очередь: сейчас нет свободных мест
move-stays = №{ $number } · { $client } — остаётся: { $why }
move-still-on = { $name } может тут же получить новые. Чтобы этого не было, сначала выключите.

# Веса
weight-title =
    <b>Веса</b> — доля обращений: сейчас и когда все свободны
    Доля = вес × свободные места
weight-none = Весов пока нет.
weight-source = <b>{ $source }</b>
weight-inherited = как у { $source }
weight-line = { $name } — вес { $weight }: сейчас { $now } %, когда все свободны — { $free } %
weight-line-unopened = { $name } — вес { $weight }: здесь не получает, бот { $bot } не открыт
weight-line-closed = { $name } — вес { $weight }: здесь не получает, чат с { $bot } закрыт
weight-line-nowhere = { $name } — вес { $weight }: не получает, ни один бот не открыт
weight-nobody = никто не получает обращений
weight-foot = Изменить: <code>/weight { $name } { $source } 3</code>
weight-choose-operator = Чей вес изменить?
weight-choose-source = { $name }: для какого источника задать вес?
weight-choice = { $name }, { $source }: вес { $weight }. Какой теперь? 0 — не получает.
weight-set = { $name }, { $source }: вес { $weight }.
weight-unset = { $name }, { $source }: своего веса больше нет.
weight-undone = Вернули как было
weight-changes = Было → стало, когда все свободны (и сейчас):
weight-change-line = { $name }: { $before } → { $after } % ({ $before_now } → { $after_now } %)
weight-log-title = <b>Кто менял веса и источники</b>
weight-log-none = Никто ещё ничего не менял.
weight-log-line = { $at }, { $by }: { $name }, { $source }: { $before } → { $after }
weight-usage = Нужны оператор, источник и вес.
ask-weight = { $name }, { $source }: какой теперь вес? Пришлите число, 0 — не получает.
button-weight = Вес { $weight }
button-weight-log = Кто менял
button-all-weights = « Все веса

# Источники
sources-title = <b>Источники</b>
sources-none = Источников пока нет: бот ещё не подключился.
sources-line = { $number }. { $source } — { $kind }; сегодня { $today }{ $waiting ->
        [0] {""}
        [one] , ждёт { $waiting }
       *[other] , ждут { $waiting }
    }
sources-foot = Ссылка покажет, откуда пришёл клиент: реклама, сайт, визитка.
source-bot = бот
source-bot-gone = бот, не подключён
source-campaign = ссылка { $link }
source-campaign-gone = ссылка, бот не подключён
source-api = API
source-title = <b>{ $source }</b> · источник №{ $number }
source-traffic = Сегодня обращений: { $today }, ждут: { $waiting }
source-added =
    Ссылка «{ $source }» готова. Обращения по ней получают те же операторы, пока вы не зададите ей свои веса:
    { $link }
source-renamed = { $former } теперь { $source }.
button-add-source = ➕ Новая ссылка
button-all-sources = « Все источники
button-source-weights = Веса
button-source-name = Переименовать
ask-source = Как назвать новую ссылку? Например: Весенняя реклама
ask-source-name = { $source }: какое название теперь?
sources-usage = Не понимаю. Можно так: add, rename, text, prefer, mode, priority, second, set.
sources-usage-which = Какой источник?
sources-usage-add = Как назвать ссылку?
sources-usage-rename = Какую ссылку и как назвать?

# Обращения
queue-none = Никто не ждёт.
queue-title =
    { $count ->
        [one] Ждёт { $count } обращение:
        [few] Ждут { $count } обращения:
       *[many] Ждут { $count } обращений:
    }
queue-line = №{ $number } · { $source } · { $client } — { $age }; { $reason }
waits-all_full = все заняты до лимита
waits-unreachable = операторы не открыли бота или закрыли чат
waits-closed = сейчас закрыто
waits-all_off = никого нет на месте
waits-no_weight = ни у кого нет веса
open-title = <b>Открыто: { $count }</b>
open-title-of = <b>{ $name }, открыто: { $count }</b>
open-unanswered-count =
    { $count ->
        [0] Всем ответили.
       *[other] Без ответа: { $count }; сначала те, кто ждёт дольше.
    }
open-none = Открытых обращений ни у кого нет.
open-none-of = { $name }: открытых обращений нет.
open-line = №{ $number } · { $client }
open-whose = { " — " }{ $name }
open-answered = { " · ответ дан" }
open-unanswered = { " · без ответа " }{ $age }
button-operator = « { $name }
button-open = Открытые обращения ({ $count })
button-show-unanswered = Показать
contact-usage = Нужен номер обращения.
contact-title = <b>Обращение №{ $number }</b> · { $source }
contact-state-waiting = ⏳ Ждёт оператора { $age }: { $reason }
contact-operator = Оператор: { $name }
contact-back-to = Вернётся к: { $name }
contact-others =
    { $count ->
        [one] У этого клиента есть ещё { $count } обращение: <code>{ $find }</code>
        [few] У этого клиента есть ещё { $count } обращения: <code>{ $find }</code>
       *[many] У этого клиента есть ещё { $count } обращений: <code>{ $find }</code>
    }
contact-messages = <b>Сообщения</b>
contact-message = <i>{ $at }</i> { $who }: { $text }
contact-author-client = клиент
contact-edited = (изменено)
contact-withdrawn = (убрано)
contact-history = <b>История</b>
contact-fact = <i>{ $at }</i> { $fact }
contact-gone-text = (удалено)
button-assign = Назначить
button-why = Почему так?
button-admin-complete = Завершить
button-admin-reopen = Вернуть в работу
assign-choose = Кому отдать обращение №{ $number }? Число — свободные места.
assign-usage = Нужны номер обращения и оператор.
button-raise-limit = Поднять лимит до { $limit } и отдать
button-somebody-else = Кому-то другому
assign-done = Обращение №{ $number } теперь ведёт { $name }.
complete-done = Обращение №{ $number } завершено.
reopen-done = Обращение №{ $number } снова в работе.
find-usage = Что найти: телефон, почту, имя или слова?
find-none = Ничего не нашлось.
find-none-in-words = Ничего не нашлось. Слова без команды ищут обращения; что ещё умеет бот: /help
find-title =
    { $count ->
        [one] Нашлось { $count } обращение:
        [few] Нашлось { $count } обращения:
       *[many] Нашлось { $count } обращений:
    }
find-line = №{ $number } · { $client } · { $state } · { $at } — { $text }

fact-created = пришло: { $source }
fact-created-by-api = пришло через API: { $source }
fact-assigned =
    { $why ->
        [queue] из очереди → { $name }
        [passed_on] передано → { $name }
        [timeout] не взято вовремя → { $name }
        [unreachable] чат с ботом закрыт → { $name }
        [moved] перенесено ({ $by }) → { $name }
        [manual] назначено ({ $by }) → { $name }
        [passed_to] передано ({ $by }) → { $name }
        [taken_back] передача отменена → { $name }
        [woken] вернулось → { $name }
       *[other] → { $name }
    }
fact-unassigned =
    { $why ->
        [returned] снова в очереди, было у { $name }; вернули: { $by }
        [passed_on] снова в общем пуле: передано ({ $by })
        [timeout] снова в общем пуле: не взято вовремя ({ $name })
        [moved] снова в общем пуле, было у { $name }; вернули: { $by }
        [repaired] снова в очереди: осталось без оператора
       *[other] снова ждёт: { $name } не на связи
    }
fact-answered = первый ответ: { $name }, через { $after }
fact-answered-by-admin = первый ответ: администратор, через { $after }
fact-answered-by-supervisor = первый ответ: супервайзер, через { $after }
fact-note = заметка ({ $by }): { $text }
fact-taken = { $name } берёт в работу
fact-taken-by-api = в работе, { $name }: через API
fact-passed_on = { $name } передаёт дальше
fact-no_answer_needed = { $by }: ответ не нужен
fact-timed_out = { $name } не берёт вовремя
fact-withdrawn = { $by } убирает свой ответ
fact-followed_up = клиент пишет после завершения
fact-flooded = клиент пишет за минуту больше, чем показывается
fact-spam_reported = { $by }: это спам
fact-spam_refused = { $by }: это не спам
fact-merged = клиент объединён с тем, кто подтвердил телефон
fact-split = клиент снова отдельный: { $by }
fact-banned = клиент заблокирован
fact-unbanned = клиент разблокирован
fact-forgotten = данные клиента удалены
fact-completed =
    { $why ->
        [idle] без ответа клиента завершено: { $by }
       *[other] завершено: { $by }
    }
fact-reopened = снова в работе, { $name }: { $by }
fact-edited =
    { $by } меняет сообщение, было: { $text }{ $earlier ->
        [0] {""}
        [one] {" "}(до этого { $earlier } правка)
        [few] {" "}(до этого { $earlier } правки)
       *[many] {" "}(до этого { $earlier } правок)
    }
by-client = клиент
by-admin = администратор
by-supervisor = супервайзер
by-api = через API
by-us = автоматически

# Почему
why-title = <b>Обращение №{ $number }</b>, назначение { $which } из { $count }
why-at = { $at }, { $reason }
why-reason-new = новое обращение
why-reason-queue = подошла очередь
why-reason-passed_on = оператор передал дальше
why-reason-timeout = не взяли вовремя
why-reason-unreachable = у оператора закрыт чат с ботом
why-reason-cut_off = доступ оператора закрыт
why-reason-moved = перенесено вручную
why-reason-manual = назначено вручную
why-reason-passed_to = оператор передал, коллегу выбрал сам
why-reason-taken_back = передача отменена
why-manual =
    { $why ->
        [passed_to] { $former } → { $name }: передано по выбору, жребия не было.
        [taken_back] { $former } → { $name }: передача отменена, жребия не было.
       *[manual] { $name }: назначено вручную, жребия не было.
    }
why-could = <b>Могли взять</b> (вес × свободные места = билеты):
why-candidate = { $name }: { $weight } × { $places } = { $score }, шанс { $share } %, билеты { $tickets }
why-ticket = Выпал билет { $ticket }: { $name }.
why-left-out = <b>Не участвовали</b>:
why-excluded = { $name } — { $reason }
why-excluded-no_weight = нет веса для этого источника
why-excluded-off = новых не получает
why-excluded-paused = на паузе
why-excluded-off_hours = в это время не работает
why-excluded-unreachable = нет чата с ботом
why-excluded-own_contact = это его собственное обращение
why-excluded-gave_back = от него вернули в очередь
why-excluded-had_it = уже было у него
why-excluded-full = нет свободных мест
why-more =
    { $count ->
        [one] … и ещё { $count } оператор
        [few] … и ещё { $count } оператора
       *[many] … и ещё { $count } операторов
    }
why-waiting = Обращение №{ $number } ждёт: { $reason }.
button-contact = « Обращение №{ $number }
why-me =
    Вес { $weight } × { $places ->
        [one] { $places } свободное место
        [few] { $places } свободных места
       *[many] { $places } свободных мест
    } = { $score ->
        [one] { $score } билет
        [few] { $score } билета
       *[many] { $score } билетов
    } из { $total } ({ $share } %). Выпал билет { $ticket } — ваш.
why-me-alone = Вес { $weight }, свободных мест { $places }: кроме вас взять было некому.
why-me-by_hand =
    { $why ->
        [passed_to] Вам передал коллега.
        [taken_back] Вы вернули его себе.
       *[manual] Вам назначили вручную.
    }
contact-number = №{ $number }
find-state-snoozed = отложено
find-state-waiting = ждёт
find-state-new = новое
find-state-in_progress = в работе
find-state-completed = завершено
example-words = доставка
weight-was-none = нет
move-nobody = больше некому
weight-choice-inherited = Пока веса здесь как у бота. С первым своим весом считаются только свои: у кого его нет, тот отсюда ничего не получит.
complete-sure = Обращения №{ $number } сейчас ни у кого нет. Завершить его? Клиент узнает, вернуть будет нельзя.
weight-line-second = { $name } — вес { $weight }, вторая группа: помогает через { $span }
weight-choice-second = Вторая группа: получает то, что ждёт уже { $span }.
weight-group-first = первая группа
weight-group-second = вторая группа
button-weight-second = Во вторую группу
button-weight-first = В первую группу
weight-log-source = { $at }, { $by }: { $source }: { $before } → { $after }
