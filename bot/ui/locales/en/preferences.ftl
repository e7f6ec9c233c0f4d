# Whom a source prefers
button-source-preferences = Whom to prefer
prefer-title = <b>Whom to prefer: { $source }</b>
prefer-known =
    Who has helped the client { $days ->
        [0] with what is open
        [one] in the last day
       *[other] in the last { $days } days
    }: { $wait }
prefer-language = Who speaks the client's language: { $wait }
prefer-explained = This comes before the draw: while one of them is free, a new request goes to them. If all of them are busy, it waits for them as long as you say; then anybody may take it.
prefer-choose-known =
    { $source }: if a client { $days ->
        [0] has something open
        [one] was helped in the last day
       *[other] was helped in the last { $days } days
    }, ask the same operator first?
prefer-choose-language = { $source }: ask those first who speak the client's language?
prefer-off = no
prefer-if-free = yes, if free
prefer-wait = yes, and wait { $span }
prefer-wait-seconds = yes, and wait { $seconds } s
prefer-done = Done: { $source }.
button-prefer-known = Who has helped before
button-prefer-language = Who speaks the language
sources-usage-prefer = Name a source, whom to prefer (known or language), and how many minutes to wait; “free” means only if they are free, “off” not to prefer them.
example-prefer = known 5
refused-bad_wait = It can't wait that long: say minutes, a day at most.

# An operator's languages
button-languages = Languages
languages-title = <b>{ $name }: languages</b>
languages-set = Answers in: { $languages }.
languages-none = Not set: we go by the language of the operator's Telegram.
languages-explained = A source can prefer those who speak the client's language: /sources, then “Whom to prefer”.
example-languages = English German
refused-bad_language = I don't know such a language.

# Why so
waits-preferred = waits for those whom its source prefers
why-excluded-not_preferred = the source preferred others
why-preferred-known = It was offered first to those who have helped this client before.
why-preferred-language = It was offered first to those who speak the client's language.
why-me-preferred-known = You have helped this client before.
why-me-preferred-language = You speak the client's language.
stats-operator-preferred = by preference: { $count }
card-elsewhere = Open as well: #{ $number }, { $source }, with { $name }
card-elsewhere-waits = Open as well: #{ $number }, { $source }, waiting for an operator
card-elsewhere-later = Open as well: #{ $number }, { $source }, put off
card-choose-outcome = How has it ended? Choose below.

button-source-mode = Who gets a request
mode-title = <b>Who gets a request: { $source }</b>
mode-draw = By draw: the more weight and free places, the higher the chance.
mode-turns = In turn: everybody with a free place gets a share by weight.
mode-pool = Shared pool: everybody who may take it gets the card, and the first to press Take has it.
mode-explained = By draw nobody can tell who is next; over a day the shares may be some requests off. In turn everybody is within one request of the share, as long as the same people are there. Who was away has nothing to make up for. In a pool the quickest decides, so shares by weight do not hold there.
button-mode-draw = By draw
button-mode-turns = In turn
button-mode-pool = Shared pool
sources-usage-mode = Name a source and how it decides: draw, turns or pool.
example-mode = turns
why-could-turn = <b>Could take it</b> (share by weight, and how far behind or ahead of it before):
why-owed =
    { $name }: weight { $weight }, share { $share } %, { $state ->
        [even] exactly on the share
        [behind] { $whole }.{ $tenth } behind
       *[ahead] { $whole }.{ $tenth } ahead
    }
why-turn = It was the turn of { $name }.
why-me-turn = It was your turn: weight { $weight }, share { $share } %.
why-me-turn-alone = Nobody but you could take it.

button-source-order = Order and help
order-title = <b>Order and help: { $source }</b>
order-priority_minutes-none = Priority: none. Whoever came first comes first.
order-priority_minutes-some = Priority: its requests wait as if they had come { $span } earlier.
order-second_after-none = Second group: gets requests together with the first.
order-second_after-some = Second group: helps with what has waited { $span }.
order-explained = Above: whose turn it is when something becomes free. Below: who is in the second group is set at the operator's weight.
button-order-priority_minutes-none = no priority
button-order-priority_minutes-some = { $span } ahead
button-order-second_after-none = at once
button-order-second_after-some = after { $span }
sources-usage-priority = Name a source and by how many minutes its requests come first.
sources-usage-second = Name a source and after how many minutes its second group helps.
waits-second_group = nobody of the first group may take it now, the second helps soon
why-excluded-second_group = in the second group, which helps later
why-priority = Requests of this source wait as if they had come { $span } earlier.
why-could-pool = <b>Had the card in the pool</b> (weight, and what was open of the limit):
why-pooled = { $name }: weight { $weight }, open { $load } of { $limit }
why-pool = { $name } was the first to press Take.
why-me-pool =
    { $count ->
        [one] You took it from the pool. Nobody else could.
       *[other] You were the first of { $count } to take it from the pool.
    }
why-reason-taken = taken from the pool
waits-pooled = in the shared pool, nobody has taken it yet
