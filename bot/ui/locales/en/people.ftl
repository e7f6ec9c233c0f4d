# Buttons
button-take = Take
button-complete = Complete
button-pass = Pass on
button-return = Back to the queue
button-reopen = Reopen
button-why-me = Why me?
button-more = More
button-copy-phone = Copy phone
button-copy-email = Copy e-mail
button-history = History ({ $count })
button-files = Photos and files ({ $count })
button-mine = « My requests
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
client-queued-away =
    Request #{ $number } received. Nobody is here right now. We will answer as soon as somebody is; { $place ->
        [1] you are first in line.
       *[other] your place in line is { $place }.
    }
client-queued-later = Request #{ $number } received. We will answer right here as soon as we can.
client-waits =
    Everybody is still busy; { $place ->
        [1] you are next in line.
       *[other] your place in line is { $place }.
    } We have not forgotten you.
client-waits-away =
    Nobody is back yet; { $place ->
        [1] you are first in line.
       *[other] your place in line is { $place }.
    } We have not forgotten you.
client-waits-later = We have not forgotten you, and will answer right here as soon as we can.
client-taken = Request #{ $number } is being handled. { $operator } is answering you.
client-completed = Request #{ $number } is completed. If something new comes up, just write.
client-reopened = Request #{ $number } is being handled again. { $operator } is answering you.
phone-with-extension = { $phone } ext. { $extension }
client-phone-saved = Thank you! We have saved your number { $phone }.
client-late = You wrote on { $moment }. Sorry, your message has only reached us now.

# The card
card-title = Request #{ $number } · { $source }
card-client = Client: { $client }
card-origin = From: { $origin }
card-says = Says: { $said }, not confirmed
card-says-to-be = Came by a form: not confirmed that it is this client
card-earlier =
    { $count ->
        [one] { $count } earlier request
       *[other] { $count } earlier requests
    }
earlier-title = Before request #{ $number }:
earlier-line = #{ $number } · { $at } · { $source } · { $state } · { $name }
card-state-new = 🟡 New
card-state-in_progress = 🟢 In progress
card-state-completed = ✅ Completed
card-cut = … the whole message is below
card-forwarded = Forwarded from { $author }
card-written = Written { $moment }
card-hint = To answer the client, reply to this message.
card-hint-pool = Everybody who may take it sees this card. It goes to the first who presses Take, or replies.
card-hint-no-chat =
    { $way ->
        [phone] There is no chat with this client: call.
        [email] There is no chat with this client: write an email.
        [both] There is no chat with this client: call or write an email.
        [typed] There is no chat with this client: try what the form says.
        [telegram] There is no chat with this client in the bot: tap the name to write.
       *[none] There is no chat with this client, and no phone or email.
    }
card-ended-of = Request #{ $number } is no longer with you. Client: { $client }
card-ended = Request #{ $number } is no longer with you.
card-pool-taken = Request #{ $number }: { $name } took it.
card-pool-given = Request #{ $number } went to { $name }.
card-pool-left = Request #{ $number } is no longer in the pool.
client-unnamed = no name
client-id = ID { $id }

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
button-show-more = Show the next ones
album-from-client = { $client } sends an album:
album-from-operator = The operator sent an album:
carried-forwarded = { $client } forwards, from { $author }:
carried-late = { $client } wrote on { $moment }:
carried-quote = { $client } quotes: “{ $text }”
note-kept = Noted. Colleagues see it, the client does not.
note-of-colleague = 📝 { $by } noted: { $text }
client-someone = The client
operator-said = The operator answered: { $text }
admin-said = An admin answered: { $text }
signed-text-to-client = { $name }: { $text }
signed-to-client = { $name } writes:
signed-text-to-operator = { $name } wrote to the client: { $text }
signed-to-operator = { $name } wrote to the client:
edited = edited: { $text }
edited-to-nothing = edited: the text was removed
edited-file = edited
edit-not-told = The client does not see this change. { $why }
answer-not-delivered = This answer could not be delivered to the client of request #{ $number }.
answer-client-unreachable = The client has closed the chat with the bot; the answer in request #{ $number } was not delivered.
answer-not-shown = This could not be shown to the client of request #{ $number }: they got a line that says what it was. Please put it in words.
answer-voice-forbidden = The client of request #{ $number } takes no voice messages: they got a line that says there was one. Please write it.
answer-withdrawn = Withdrawn: the client of request #{ $number } does not see it any more.
answer-not-withdrawn = Telegram does not let us delete this any more: the client of request #{ $number } still sees it.
withdraw-title = Which answer shall disappear from the client's chat?
withdraw-none = There is no answer of the last two days to withdraw.
withdraw-button = #{ $number } · { $at } · { $text }
withdraw-begun = It is being deleted; you will be told once it is gone.
withdraw-kept = Everything stays as it is.
button-withdraw-none = None of these
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
kind-dice = a die
kind-story = a story
kind-paid_media = paid media
kind-checklist = a checklist
kind-other = a message

# To the operator: answers to buttons and commands
done-take = Request #{ $number } is yours
done-complete = Request #{ $number } is completed
done-pass = Request #{ $number } is passed on
done-return = Request #{ $number } is back in the queue
done-reopen = Request #{ $number } is in progress again
operator-joined = Welcome, { $name }! New requests will come here. Commands: /help
join-link-written = This message has a link by which somebody joins as an operator or an admin, so nobody was shown it. To join, tap the link and press Start; to invite somebody, forward it to that person.
operator-open-bots = Still to open, or you get no requests from there: { $bots }
operator-grace =
    { $count ->
        [one] Your request from there stays
       *[other] Your { $count } requests from there stay
    } with you for { $span } more.
operator-account-moved = Another Telegram account works as { $name } now: requests go there. If that is not you, tell your admin at once.
operator-hint =
    To write to a client, reply to the card or to a message of theirs.
    Your requests: /mine
operator-hint-send = To write to a client, reply to the card or to a message of theirs. Or send this one by a button:
button-send = Send to { $client }
button-send-in = To { $client }, #{ $number }
sent-to = Sent to { $client }, request #{ $number }.
send-gone = That message is no longer there. To write to the client, reply to the card.
operator-help =
    Requests come here as cards. To write to a client, reply to the card or to a message of theirs.

    /mine — your open requests
    /pass — pass a request on to a colleague
    /later — put a request off
    /withdraw — take an answer back from the client
    /pause — get no new ones, for a while or until you are back
    /resume — get new ones again
command-alone = This command takes no words.
operator-paused = You get no new requests; the open ones stay with you. To come back: /resume
operator-resumed = You get requests again.
mine-none = You have no open requests.
mine-title =
    { $count ->
        [one] You have { $count } open request:
       *[other] You have { $count } open requests:
    }
mine-line = #{ $number } · { $client } · { $state } for { $age }
mine-unanswered = , not answered for { $age }
mine-pool =
    { $count ->
        [one] 🤝 In the pool, for whoever takes it first:
       *[other] 🤝 In the pool, for whoever takes them first: { $count }
    }
mine-pool-line = #{ $number } · { $client } · waits for { $age }
mine-take = Take #{ $number } { $client }
mine-button = #{ $number } { $client }
mine-state-new = new
mine-state-in_progress = in progress
age-moment = less than a minute
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
list-earlier = … { $count } earlier
client-usually = Usually it takes no more than { $span }.
