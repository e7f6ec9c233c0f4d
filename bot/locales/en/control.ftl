# To the admin
admin-help =
    /operators — operators: list, add, a link to join
    /weight — who gets how many requests of each source
    /sources — where requests come from
admin-unknown-command = There is no such command. All commands: /help
example-name = Anna
example = For example: { $example }
operators-title = <b>Operators</b>
operators-none = There are no operators yet.
operators-line = { $number }. { $name } — { $load } of { $limit } · { $state }
operators-foot = Add one: /operators add Anna 5
state-on = on
state-paused = paused
state-off = off
state-not-joined = not joined yet: /operators link { $number }
state-lost = has closed the chat with the bot
operator-added =
    Operator #{ $number } { $name }, limit { $limit }. Forward this link to join; it works once, within two days:
    { $link }

    Next, set a weight: /weight { $number } { $source } 1
operator-link =
    A link for { $name }; it works once, within two days:
    { $link }
operator-switched-on = { $name } gets requests again.
operator-switched-off =
    { $name } gets no new requests. { $count ->
        [0] None are open.
        [one] { $count } open one stays.
       *[other] { $count } open ones stay.
    }
operator-limit-set = The limit of { $name }: { $limit }. Open now: { $load }.
operators-usage = I don't understand that. It can be: add, link, on, off, limit.
operators-usage-add = Whom shall I add?
operators-usage-who = Which operator?
operators-usage-limit = Which operator, and which limit?
unclosed-quote = A quote is not closed.
weight-title = <b>Weights</b> — the share of requests each one gets when everybody is free
weight-none = There are no weights yet.
weight-source = <b>{ $source }</b>
weight-inherited = the same as { $source }
weight-line = { $name } — weight { $weight }, { $share } %
weight-nobody = nobody gets requests
weight-foot = Change one: /weight Anna { $source } 3
weight-set = { $name }, { $source }: weight { $weight }.
weight-usage = It takes an operator, a source and a weight.
sources-title = <b>Sources</b>
sources-none = There are no sources yet: the bot has not connected.
sources-line = { $number }. { $source } — { $kind }{ $waiting ->
        [0] {""}
       *[other] , { $waiting } waiting
    }
source-bot = bot
source-bot-gone = bot, not connected
source-campaign = link { $link }
source-campaign-gone = link, its bot is not connected
source-api = API
sources-usage-which = Which source?
contact-usage = It takes the number of a request.
ask-placeholder = Your answer
