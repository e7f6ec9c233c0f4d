# What is put off
button-later = Put off
button-wake = Take it back
button-admin-wake = Put off no more
done-later = Request #{ $number } is put off
done-wake = Request #{ $number } is put off no more
later-choose = Until when is request #{ $number } to be put off? If the client writes, it is back at once.
button-later-client = Until the client writes
button-later-hour = For an hour
button-later-evening = This evening: { $moment }
button-later-tomorrow = Tomorrow: { $moment }
button-later-days = In three days: { $moment }
button-later-monday = On Monday: { $moment }
later-done = Request #{ $number } is put off { $until }.
later-kept = Request #{ $number } is not put off.
until-moment = until { $moment }
until-client = until the client writes
later-usage = Which request, and until when? Without a time it is until the client writes.
later-when = I can't make a time of that.
later-nothing = There is nothing to put off: you have nothing in progress. Your requests: /mine
example-later = tomorrow 10:00
card-later = ⏰ Put off { $until }
card-put-off = ⏰ Request #{ $number } is put off { $until }. It holds no place of yours meanwhile. Reply to this message to have it back.
mine-none-now = Nothing is in progress now.
mine-later = ⏰ Put off: { $count }
mine-later-line = #{ $number } · { $client } — { $until }
open-later-count = Put off: { $count } of them
open-later = { " · put off " }{ $until }
queue-later = Put off besides: { $count }. See /open

operator-woken =
    ⏰ { $why ->
        [client] { $client } writes: request #{ $number } is put off no more.
        [time] It is time for request #{ $number }: { $client }.
       *[other] Request #{ $number } is put off no more: { $client }.
    }
fact-snoozed = put off { $until }: { $by }
fact-woken =
    { $why ->
        [client] put off no more: the client writes
        [time] put off no more: the time has come
        [moved] put off no more: it goes on to somebody
        [completed] put off no more
       *[other] put off no more: { $by }
    }
why-reason-woken = put off no more
why-woken = { $name }: it had been put off and came back, without a draw.
why-me-woken = You had put it off, and it has come back.

# Left alone
client-idle = It has been quiet for a while. Do you still need help with request #{ $number }?
button-idle-yes = Yes, I do
button-idle-no = No, thank you
idle-yes = Thank you! Request #{ $number } stays open, we will answer you here.
idle-no = All right, request #{ $number } is closed. If you need us, just write.
operator-idle-kept = { $client } still needs an answer (request #{ $number }).
fact-idle_asked = the client is asked whether it is still needed
fact-idle_kept = the client says that it is still needed

# Refusals
refused-snoozed = Request #{ $number } is put off, and nobody has it meanwhile.
refused-not_snoozed = Request #{ $number } is not put off.
refused-bad_moment = It takes a time to come, within a year.
refused-not_asked = Thank you, request #{ $number } has an answer already.
