# Alerts
alert-waiting =
    ⚠️ { $source }: { $count ->
        [one] { $count } request is waiting
       *[other] { $count } requests are waiting
    } for an operator, the first for { $age }. { $reason ->
        [closed] It is closed now.
        [preferred] Those whom the source prefers are busy.
        [pooled] It is in the shared pool: nobody has pressed Take yet.
        [second_group] The first group is busy or away; the second helps soon.
        [all_full] Everybody is at the limit.
        [unreachable] Its operators have not opened the bot, or have closed it: /weight says who.
        [all_off] Nobody is on shift.
       *[no_weight] Nobody has a weight: /weight
    }
alert-no-weights = ⚠️ { $source }: nobody has a weight, so its requests go to nobody. Set one: /weight
alert-unreachable = ⚠️ { $operator } has closed the chat with { $bots } and gets no new requests from there.{ $waiting ->
        [0] {""}
       *[other] {" "}Back in the queue: { $waiting } — /queue
    }
alert-unopened = ⚠️ { $operator } has a weight for @{ $bot_to_open } but has never opened that bot, so requests from there go to others. It takes one press of Start.
open-bot-please = { $name }, please open @{ $bot } and press Start: requests from there can't reach you yet.
button-forward-bot = Forward the link
alert-bot = ⚠️ The bot { $bot } is not working: { $error }
alert-unpolled = ⚠️ No process works for { $bot }: its messages wait. Is a process down, or started without the token?
alert-quarantine =
    ⚠️ { $count ->
        [one] { $count } update of Telegram was set aside
       *[other] { $count } updates of Telegram were set aside
    }: we could not read it, but nothing is lost. Tell whoever set up the bot: details are in the table inbox.
alert-invariant = ⚠️ Something in the database does not add up: { $name }. Tell whoever set up the bot: the command leadbot doctor shows the details.
alert-dead =
    ⚠️ { $count ->
        [one] { $count } message was not delivered
       *[other] { $count } messages were not delivered
    }: Telegram refused. Tell whoever set up the bot: details are in the table outbox.{ $numbers ->
        [none] {""}
       *[other] {" "}Requests: { $numbers }
    }
alert-internal =
    ⚠️ { $count ->
        [one] { $count } message was not delivered
       *[other] { $count } messages were not delivered
    } because of an error of the bot, not of Telegram. Tell whoever set up the bot: details are in the log and in the table outbox.{ $numbers ->
        [none] {""}
       *[other] {" "}Requests: { $numbers }
    }
alert-stuck =
    ⚠️ { $count ->
        [one] { $count } message is not delivered yet
       *[other] { $count } messages are not delivered yet
    }, the first for { $age }: Telegram does not answer or wants us to wait. We go on trying. If it stays so, tell whoever set up the bot: details are in the table outbox.
bot-refused = Telegram refuses the token
bot-conflict = another program uses the same token
bot-network = Telegram can't be reached
bot-proxy = Telegram can't be reached through the proxy
bot-proxy-login = the proxy refuses user and password
bot-webhook = Telegram can't bring messages to WEBHOOK_URL: check the address, its certificate, and that it leads to API_PORT; what Telegram says is in the log
bot-broken = an internal error, see the log
alert-unanswered =
    ⚠️ { $operator } has not answered { $count ->
        [one] { $count } client
       *[other] { $count } clients
    }, the longest for { $age }: request #{ $number }.
alert-untaken =
    ⚠️ { $count ->
        [one] { $count } request has not been taken
       *[other] { $count } requests have not been taken
    } for more than { $age }, and there is nobody to offer them to{ $numbers ->
        [none] .
       *[other] : { $numbers }
    }
alert-webhooks-stuck =
    ⚠️ { $count ->
        [one] { $count } event has not reached
       *[other] { $count } events have not reached
    } your system yet, the first for { $age }. We go on trying. Tell whoever set up the bot: the address is WEBHOOK_EVENTS_URL, the answers are in the log.
alert-webhooks-dead =
    ⚠️ { $count ->
        [one] { $count } event
       *[other] { $count } events
    } will not reach your system any more: it has not taken { $count ->
        [one] it
       *[other] them
    } in three days, or wants no more. Tell whoever set up the bot: the address is WEBHOOK_EVENTS_URL, details are in the table outbox.
