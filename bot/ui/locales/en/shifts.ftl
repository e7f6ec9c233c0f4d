# What others change of an operator's work
you-switched-off =
    ⚙️ You are switched off: nothing new comes. { $count ->
        [0] You have nothing open.
        [one] Your open request stays with you.
       *[other] Your { $count } open requests stay with you.
    }
you-switched-on =
    ⚙️ You are switched on again: { $pause ->
        [yes] new requests come once you are back from your pause: /resume
       *[no] new requests come to you.
    }
you-limit-set =
    ⚙️ { $after ->
        [0] Nothing new comes to you now: your limit is 0
        [one] You now take up to { $after } request at a time
       *[other] You now take up to { $after } requests at a time
    }{ $before ->
        [same] , as before.
       *[other] {" "}({ $before } before).
    }
you-weight-set =
    ⚙️ { $source }: { $before ->
        [0] new requests from here come to you now, your weight is { $after }.
       *[other] { $after ->
            [bots] you have no weight of your own here now, the bot's weights count
            [0] nothing new comes to you from here now
           *[other] your weight is { $after } now
        }{ $before ->
            [same] , as before.
           *[other] {" "}(weight { $before } before).
        }
    }

# Pauses
operator-paused-until =
    You get no new requests until { $day ->
        [today] { $time }
        [tomorrow] { $time } tomorrow
       *[other] { $moment }
    }, then they come again; the open ones stay with you.
button-pause-short = 30 minutes
button-pause-long = 1 hour
button-pause-open = Until I am back
button-pause-stay = Stay on pause
mine-paused = ⏸ You are on a pause.
mine-paused-since =
    ⏸ You have been on a pause since { $day ->
        [today] { $time }
        [yesterday] yesterday { $time }
       *[other] { $moment }
    }.
mine-paused-until =
    ⏸ You are on a pause until { $day ->
        [today] { $time }
        [tomorrow] { $time } tomorrow
       *[other] { $moment }
    }.
pause-forgotten =
    You have been on a pause since { $day ->
        [yesterday] yesterday { $time }
       *[other] { $moment }
    }. Back?
pause-stays = All right, the pause goes on.
pause-over = Your pause is over: you get requests again.
pause-when = How long is the pause? Minutes, hours, or until when.
refused-bad_pause = A pause lasts from a minute to { $most } days. If you are away for longer, tell your admin.
refused-not_paused = That pause is over already. A new one: /pause

# Reopening
reopened-to-queue = Request #{ $number } is open again, and back in the queue.
reopened-with = Request #{ $number } is open again, with { $name }.
reopen-otherwise =
    { $count ->
        [0] The request can wait in the queue.
       *[other] Who shall have it? The number is the free places.
    }
client-reopened-waits = Request #{ $number } is open again. You will hear who answers you.
fact-reopened-to-queue = open again, in the queue: { $by }

# What a client types
claim-offered =
    { $way ->
        [phone] Save the phone { $value }?
       *[email] Save the e-mail { $value }?
    }
button-claim-keep = Save
button-claim-no = No
claim-kept = Saved with request #{ $number }: { $value }. The client says so, nothing proves it.
claim-declined = Not saved.
refused-claim_changed = The client has changed that message since. Look again.
refused-claim_known = One is known already: it is on the card.
fact-claim_kept = phone or e-mail saved from the client's words: { $by }

# What an admin sees of an operator
operator-missed = Cards not taken in time, in a row: { $count }

# Why a request comes from a colleague
card-came =
    { $why ->
        [passed_on] ↪️ Passed on by { $name }
        [passed_to] ↪️ { $name } has passed it on to you
        [timeout] ↪️ { $name } did not take it in time
        [unreachable] ↪️ { $name } can't be reached
        [moved] ↪️ Moved here by hand, { $name } had it
        [manual] ↪️ Assigned to you by hand, { $name } had it
       *[other] ↪️ { $name } had it before
    }
