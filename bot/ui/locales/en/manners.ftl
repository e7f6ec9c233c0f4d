# Reminders and time-outs
operator-reminders = ⏳ { $count } clients wait for your answer, the longest for { $age }.
button-no-answer = No answer needed
done-no-answer = Request #{ $number }: no more reminders until the client writes again
operator-reminder = ⏳ { $client } has been waiting for an answer for { $age } (request #{ $number }).
operator-timed-out = Request #{ $number } was not taken in time and went on to somebody else.

operator-missed-many =
    You have not taken { $count ->
        [one] a request
       *[other] { $count } requests in a row
    }, so new ones go to your colleagues. What is open stays with you.
button-back-again = I am back
operator-paused-to-admins =
    ⚠️ { $operator } has not taken { $count ->
        [one] a request
       *[other] { $count } requests in a row
    } and is on a pause now. “I am back” or /resume ends it.

# Notes after completion
follow-up-to-operator = { $client } wrote after completion:
client-follow-up-passed = We have passed this on: { $operator } will read it.

# Bans and forgetting
card-banned = 🚫 The client is banned
card-forgotten = The client's data has been deleted
clients-usage = It takes the number of a request or a phone number.
client-banned =
    { $client } is banned and will not be heard. { $count ->
        [0] Nothing was open.
        [one] { $count } request has been completed.
       *[other] { $count } requests have been completed.
    }
client-unbanned = { $client } is heard again.
ban-left-behind = Request #{ $number } came from somebody who is banned and gave a phone. A client has now proved in Telegram to own this phone: that client is not banned. Ban them, too? Look first: <code>/contact { $number }</code>
flood-to-admins = The client of request #{ $number } writes very much: more than { $count } messages within a minute. The operator sees the first of them and hears how many more there are. Ban this client? Look first: <code>/contact { $number }</code>
ban-left = Nobody is banned by this.
button-ban = Ban
button-leave = Leave it
forget-title = Delete all data of the client “{ $client }”?
forget-contacts = Requests: { $count }
forget-messages = Messages: { $count }
forget-open =
    { $count ->
        [one] Open, it will be completed: { $numbers }
       *[other] Open, they will be completed: { $numbers }
    }
forget-number = #{ $number }
forget-stays = Only the counts stay. This can't be undone.
forget-done = The client of request #{ $number } is forgotten. What Telegram keeps in the operators' chats is out of our hands.
forget-cancelled = Nothing was deleted.
button-forget = Forget

# Spam
button-spam = Spam
button-spam-sure = Yes, spam
button-ban-client = Ban the client
button-no-spam = No, not spam
spam-sure = Is request #{ $number } spam? An admin decides; the client is told nothing. Until then you are not reminded of it.
done-spam = Request #{ $number } is reported as spam: an admin decides
card-spam = ⚠️ Reported as spam, an admin decides
mine-spam = , reported as spam
spam-to-admins =
    { $name } says that request #{ $number } of { $client } is spam. It begins:
    <blockquote>{ $text }</blockquote>
    Nobody is reminded of it until you decide. Look first: <code>/contact { $number }</code>
spam-none = Request #{ $number } is not spam. Whoever reported it is told so.
spam-refused = { $name } says that request #{ $number } is not spam. Reminders of it go on.
spam-banned = { $name } has banned the client of request #{ $number }: it was spam.

# Two people who were taken for one
button-split = Split clients
button-split-off = Split off: { $client }
split-title = The client of request #{ $number } proved a phone in Telegram, and others who had given that phone were merged with that client. Split one of them off?
split-person = • { $client }: { $numbers }
split-stays = Whoever is split off becomes a separate client again, with these requests and what their forms said. The phone stays with the one who proved it. Bans do not change.
split-done = { $client } is a separate client again: { $numbers }

# Refusals
refused-banned = The client of request #{ $number } is banned.
refused-forgotten = The data of this client has been deleted.
refused-no_such_phone = There is no client with the phone { $phone }.
refused-already_banned = This client is banned already.
refused-not_banned = This client is not banned.
refused-spam_reported = Request #{ $number } is reported as spam already: an admin decides.
refused-not_reported = Request #{ $number } is not reported as spam any more: an admin has decided that it is not.
refused-nothing_merged = The client of request #{ $number } was never merged with anybody.
refused-merged_long_ago = The client of request #{ $number } was merged by an earlier version, which did not keep whose each request was: this can't be taken back.
refused-split_already = This person is not merged with the client of request #{ $number } any more.
refused-is_staff = This is an operator or an admin, they can't be banned.
refused-tells_nothing = { $name } takes requests by API and writes nothing to clients.
refused-text_too_long = A text may have at most { $most } characters.
