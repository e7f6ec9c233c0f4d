# What others change of an operator's work
you-switched-off =
    You are switched off: nothing new comes. { $count ->
        [0] Nothing is open.
        [one] Your open request stays with you.
       *[other] Your { $count } open requests stay with you.
    }
you-switched-on =
    You are switched on again: { $pause ->
        [yes] new requests come once you are back from your pause: /resume
       *[no] new requests come to you.
    }
you-limit-set =
    { $after ->
        [0] Nothing new comes to you now: your limit is 0
        [one] You now take up to { $after } request at a time
       *[other] You now take up to { $after } requests at a time
    }{ $before ->
        [same] , as before.
       *[other] {" "}({ $before } before).
    }
you-weight-set =
    { $source }: { $after ->
        [bots] you have no weight of your own here now, the bot's weights count
        [0] nothing new comes to you from here now
       *[other] your weight is { $after } now
    }{ $before ->
        [same] , as before.
        [0] {" "}(you had none).
       *[other] {" "}({ $before } before).
    }
