# Buttons
button-take = Take
button-complete = Complete
button-pass = Pass on
button-reopen = Reopen
button-share-phone = 📱 Share my phone number

# To the client
client-greeting = Hello! Write what you need, and we will answer right here.
client-only-command = There is no such command. Just write what you need.
client-accepted = Request #{ $number } received. We will answer right here soon.
client-queued =
    Request #{ $number } received. Everybody is busy right now; { $place ->
        [1] you are next in line.
       *[other] your place in line is { $place }.
    }
client-taken = Request #{ $number } is being handled. { $operator } is answering you.
client-completed = Request #{ $number } is completed. If something new comes up, just write.
client-reopened = Request #{ $number } is being handled again. { $operator } is answering you.
client-phone-saved = Thank you! We have saved your number { $phone }.

# The card
card-title = Request #{ $number } · { $source }
card-client = Client: { $client }
card-earlier =
    { $count ->
        [one] { $count } earlier request
       *[other] { $count } earlier requests
    }
card-state-new = 🟡 New
card-state-in_progress = 🟢 In progress
card-state-completed = ✅ Completed
card-cut = … the whole message is below
card-hint = To answer the client, reply to this message.
card-ended = Request #{ $number } is no longer with you.
client-unnamed = no name

# To the operator
more-messages =
    { $count ->
        [one] And { $count } more message in request #{ $number }.
       *[other] And { $count } more messages in request #{ $number }.
    }
earlier-messages =
    { $count ->
        [one] There was { $count } message before this.
       *[other] There were { $count } messages before this.
    }
operator-said = The operator answered: { $text }
edited = edited: { $text }
edited-to-nothing = edited: the text was removed
answer-not-delivered = This answer could not be delivered to the client of request #{ $number }.
answer-client-unreachable = The client has closed the chat with the bot; the answer in request #{ $number } was not delivered.
relay-lost = The client sent { $kind }, but it could not be shown here.
relay-lost-to-client = The operator sent { $kind }, but it could not be shown here.

kind-text = a text
kind-photo = a photo
kind-video = a video
kind-voice = a voice message
kind-video_note = a video message
kind-audio = an audio file
kind-document = a file
kind-animation = an animation
kind-sticker = a sticker
kind-location = a place on the map
kind-venue = a place on the map
kind-contact = a contact
kind-phone = a phone number
kind-poll = a poll
kind-dice = a dice
kind-story = a story
kind-other = a message

# To the operator: answers to buttons and commands
done-take = Request #{ $number } is yours
done-complete = Request #{ $number } is completed
done-pass = Request #{ $number } is passed on
done-reopen = Request #{ $number } is in progress again
operator-joined = Welcome, { $name }! New requests will come here. Commands: /help
operator-open-bots = To get requests from the other bots too, open them: { $bots }
operator-hint =
    To write to a client, reply to the card or to a message of theirs.
    Your requests: /mine
operator-help =
    Requests come here as cards. To write to a client, reply to the card or to a message of theirs.

    /mine — your open requests
    /pause — get no new ones
    /resume — get new ones again
operator-paused = You get no new requests; the open ones stay with you. To come back: /resume
operator-resumed = You get requests again.
mine-none = You have no open requests.
mine-title =
    { $count ->
        [one] You have { $count } open request:
       *[other] You have { $count } open requests:
    }
mine-line = #{ $number } · { $client } · { $state }, { $age }
mine-state-new = new
mine-state-in_progress = in progress
age-moment = just now
age-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
age-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
age-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
list-more = … and { $count } more

# Refusals
refused-no_such_contact = There is no request #{ $number }.
refused-not_yours = This request is not yours.
refused-moved = Request #{ $number } is no longer with you.
refused-already_taken = Request #{ $number } is in progress already.
refused-not_taken = Take request #{ $number } first.
refused-completed = Request #{ $number } is completed already.
refused-not_completed = Request #{ $number } is not completed yet.
refused-nobody_else = Nobody else can take it now: the others are busy or away. Request #{ $number } stays with you.
refused-full = No free place: { $limit } are open already. Complete one and try again.
refused-off = You have been switched off. Please ask your admin.
refused-paused = You are on a pause. Come back with /resume and try again.
refused-newer_contact = The client has request #{ $newer } open, so #{ $number } can't be reopened.
refused-no_chat =
    Request #{ $number } did not come from Telegram, so there is no answering here. { $reach ->
        [none] The client left no phone or email.
       *[other] Reach the client at { $reach }
    }
refused-link_unknown = This link no longer works. Please ask your admin for a new one.
refused-link_expired = This link has expired. Please ask your admin for a new one.
refused-already_operator = You have already joined as { $name }. One account is one operator.
refused-no_such_operator = There is no operator “{ $name }”. All operators: /operators
refused-no_such_source = There is no source “{ $name }”. All sources: /sources
refused-name_taken = The name “{ $name }” is taken: it is operator #{ $number }.
refused-bad_name = This name won't do: it takes 1 to 64 characters, no plain number, and no “/”, “#”, “@” or quote in front.
refused-bad_limit = A limit is a whole number from 0 to { $most }.
refused-bad_weight = A weight is a whole number from 0 to { $most }.

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

# Alerts
alert-waiting =
    ⚠️ { $source }: { $count ->
        [one] { $count } request is waiting
       *[other] { $count } requests are waiting
    } for an operator, the first for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. { $reason ->
        [all_full] Everybody is at the limit.
        [unreachable] Operators can't be reached: nobody has opened this bot.
        [all_off] Nobody is on.
       *[no_weight] Nobody has a weight: /weight
    }
alert-no-weights = ⚠️ { $source }: nobody has a weight, so its requests go to nobody. Set one: /weight
alert-unreachable = ⚠️ { $operator } has closed the chat with the bot and gets no new requests from there.
alert-bot = ⚠️ The bot { $bot } is not working: { $error }
alert-quarantine =
    ⚠️ { $count ->
        [one] { $count } update of Telegram was set aside
       *[other] { $count } updates of Telegram were set aside
    }: we could not read it. Details are in the table inbox.
alert-dead =
    ⚠️ { $count ->
        [one] { $count } message was not delivered
       *[other] { $count } messages were not delivered
    }: Telegram refused. Details are in the table outbox.
bot-refused = Telegram refuses the token
bot-conflict = another program uses the same token
bot-network = Telegram can't be reached
bot-broken = an internal error, see the log
