# Администратору
admin-help =
    /operators — операторы: список, добавить, ссылка для входа
    /weight — кому сколько обращений из каждого источника
    /sources — источники обращений
admin-unknown-command = Такой команды нет. Все команды: /help
example-name = Анна
example = Например: { $example }
operators-title = <b>Операторы</b>
operators-none = Операторов пока нет.
operators-line = { $number }. { $name } — { $load } из { $limit } · { $state }
operators-foot = Добавить: /operators add Анна 5
state-on = на месте
state-paused = на паузе
state-off = новых не получает
state-not-joined = ждём входа по ссылке: /operators link { $number }
state-lost = чат с ботом закрыт
operator-added =
    Оператор №{ $number } { $name }, лимит { $limit }. Перешлите ссылку для входа — она одноразовая и действует двое суток:
    { $link }

    Теперь задайте вес: /weight { $number } { $source } 1
operator-link =
    Ссылка для { $name }, одноразовая, действует двое суток:
    { $link }
operator-switched-on = { $name } снова получает обращения.
operator-switched-off =
    { $name } больше не получает новых обращений. { $count ->
        [0] Открытых нет.
        [one] { $count } открытое остаётся.
        [few] { $count } открытых остаются.
       *[many] { $count } открытых остаются.
    }
operator-limit-set = Лимит { $name }: { $limit }. Сейчас открыто { $load }.
operators-usage = Не понимаю. Можно так: add, link, on, off, limit.
operators-usage-add = Кого добавить?
operators-usage-who = Какого оператора?
operators-usage-limit = Какому оператору и какой лимит?
unclosed-quote = Не закрыта кавычка.
weight-title = <b>Веса</b> — какая доля обращений достаётся каждому, когда все свободны
weight-none = Весов пока нет.
weight-source = <b>{ $source }</b>
weight-inherited = как у { $source }
weight-line = { $name } — вес { $weight }, { $share } %
weight-nobody = никто не получает обращений
weight-foot = Изменить: /weight Анна { $source } 3
weight-set = { $name }, { $source }: вес { $weight }.
weight-usage = Нужны оператор, источник и вес.
sources-title = <b>Источники</b>
sources-none = Источников пока нет: бот ещё не подключился.
sources-line = { $number }. { $source } — { $kind }{ $waiting ->
        [0] {""}
        [one] , ждёт { $waiting }
       *[other] , ждут { $waiting }
    }
source-bot = бот
source-bot-gone = бот, не подключён
source-campaign = ссылка { $link }
source-campaign-gone = ссылка, бот не подключён
source-api = API
sources-usage-which = Какой источник?
contact-usage = Нужен номер обращения.
ask-placeholder = Ваш ответ
