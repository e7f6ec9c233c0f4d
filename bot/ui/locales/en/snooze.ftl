# What is put off
button-later = Put off
button-wake = Bring it back
button-admin-wake = Bring it back
done-wake = Request #{ $number } is no longer put off
later-choose = Until when is request #{ $number } to be put off? If the client writes, it is back at once.
button-later-client = Until the client writes
button-later-hour = For an hour
button-later-evening = This evening: { $moment }
button-later-tomorrow = Tomorrow: { $moment }
button-later-days = In three days: { $moment }
button-later-monday = On Monday: { $moment }
later-done = Request #{ $number } is put off { $until }.
later-kept = Nothing was changed.
until-moment = until { $moment }
until-client = until the client writes
later-usage = Which request, and until when? Without a time it is until the client writes.
later-when = I can't make a time of that.
later-nothing = There is nothing to put off: you have nothing in progress. Your requests: /mine
example-later = tomorrow 10:00
card-later = ⏰ Put off { $until }
card-put-off = ⏰ Request #{ $number } is put off { $until }. It takes no place of yours meanwhile. The button below brings it back.
card-put-off-reply = The client reads a reply to this message.
mine-none-now = Nothing is in progress now.
mine-later = ⏰ Put off: { $count }
mine-later-line = #{ $number } · { $client } — { $until }
open-later-count = { $count } of them put off
open-later = { " · put off " }{ $until }
queue-later = Also put off: { $count }. See /open

operator-woken =
    ⏰ { $why ->
        [client] { $client } writes: request #{ $number } is no longer put off.
        [time] It is time for request #{ $number }: { $client }.
       *[other] Request #{ $number } is no longer put off: { $client }.
    }
fact-snoozed = put off { $until }: { $by }
fact-woken =
    { $why ->
        [client] no longer put off: the client writes
        [time] no longer put off: the time has come
        [moved] no longer put off: it goes on to somebody
        [completed] no longer put off
       *[other] no longer put off: { $by }
    }
why-reason-woken = no longer put off
why-woken = { $name }: it had been put off and came back, without a draw.
why-me-woken = You had put it off, and it has come back.

# Left alone
client-idle = It has been quiet for a while. Do you still need help with request #{ $number }? Without an answer we complete it tomorrow.
button-idle-yes = Yes, I do
button-idle-no = No, thank you
idle-yes = Thank you! Request #{ $number } stays open, we will answer you here.
idle-no = All right, thank you for telling us!
operator-idle-kept = { $client } still needs an answer (request #{ $number }).
fact-idle_asked = the client is asked whether it is still needed
fact-idle_kept = the client says that it is still needed

# Refusals
refused-snoozed = Request #{ $number } is put off, and nobody has it meanwhile. To bring it back: /mine
refused-not_snoozed = Request #{ $number } is not put off.
refused-bad_moment = It can be put off until a time to come, within a year.
refused-not_asked = Thank you, this question about request #{ $number } is settled.
