settings-title =
    <b>Settings</b>
    A dot marks what was decided here. Press a line to change it.
setting-now = <b>{ $name }</b>: { $value }
setting-changed-by = Changed last by { $by }, { $moment }.
setting-set = ✅ { $name }: { $before } → { $after }
setting-undone = It is as it was before.
setting-on = yes
setting-off = no
setting-never = never
setting-no-limit = no limit
setting-no-target = none
setting-years =
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
setting-zone = { $city }, UTC{ $offset }
setting-for-ever = for ever
setting-as-default = as by default
setting-by-api = the API
language-name =
    { $language ->
        [ru] Russian
       *[en] English
    }
setting-log-title = <b>What was changed in the settings</b>
setting-log-line = { $moment }, { $by }: { $name } → { $value }
setting-log-none = Nothing yet.
setting-reply_reminder_minutes = Reminder to the operator
setting-reply_reminder_minutes-about = When a client has waited so long for an answer, the operator is reminded; after twice the time you hear of it, too. Only working hours count.
setting-first_answer_minutes = Target for first answers
setting-first_answer_minutes-about = Your target for the first answer. /stats says how often it was met.
setting-accept_timeout_minutes = Move untaken cards on
setting-accept_timeout_minutes-about = A request that its operator has not taken in this time goes to another one. Only working hours count.
setting-pause_after_missed = Pause after missed cards
setting-pause_after_missed-about = An operator who has let so many cards in a row go on to others gets no more until “I am back”.
setting-reopen_window_minutes = Follow-up to the same operator
setting-reopen_window_minutes-about = What a client writes in this time after completion goes to the same operator first.
setting-sticky_days = Knows the client for
setting-sticky_days-about = So long after completion an operator is known to the client, where a bot prefers such operators: /sources
setting-idle_days = Ask a silent client
setting-idle_days-about = When nobody has written in a request for so long, the client is asked once whether it is still needed; without an answer it ends.
setting-messages_per_minute = Messages a minute
setting-messages_per_minute-about = Of what one client writes beyond this within a minute, the operator hears only how much there is; nothing is lost.
setting-answer_reactions = Mark delivered answers
setting-answer_reactions-about = A silent 👌 on the operator's answer says that the client has it, 💔 that it did not arrive.
setting-card_force_reply = Cards open the reply
setting-card_force_reply-about = A new card opens the reply to it by itself: whoever writes next answers that client. Good for one request at a time.
setting-default_language = Language of the others
setting-default_language-about = For people whose Telegram is in neither Russian nor English.
setting-timezone = Time zone
setting-timezone-about = Of the hours, dates and statistics of the business.
setting-phone_region = Country of phones
setting-phone_region-about = Phones without a country code are read as phones of this country.
setting-keep_days = Keep words and names
setting-keep_days-about = So long after completion, what clients wrote and who they are is kept. Then it is deleted; numbers, times and statistics stay.
setting-keep-question =
    Delete what clients wrote, and their names, { $count ->
        [one] { $count } day
       *[other] { $count } days
    } after completion? What is older is deleted within the hour, and nobody can bring it back.
button-keep-surely = Yes, delete
button-setting-log = Changes
button-admins = Admins
button-other-value = Another value…
button-default = By default: { $value }
button-all-settings = « Settings
ask-setting = { $name }: what shall it be? Send the value.
admins-title = <b>Admins</b>
admins-explained = All of them may do everything here. Whom the server's settings name, only whoever runs the server can remove.
admin-you = (you)
admin-of-settings = — by the server's settings
admin-by-link = — by a link
button-admin-invite = Invite an admin
button-admin-remove = Remove { $name }
button-admin-leave = Stop being an admin
admin-remove-question = Shall { $name } be no admin any more? What { $name } has set stays.
admin-leave-question = Shall you be no admin any more? Only another admin's link can bring you back.
admin-removed = { $name } is no admin any more.
admin-left = You are no admin any more.
admin-link =
    Open this link and press Start: you will be an admin of this bot. It works once, within two days:
    { $link }
admin-welcome = You are an admin here now. Everything is behind /start.
admin-joined-news = 🔑 There is a new admin, by a link from here.
admin-removed-news = 🔑 Somebody is no admin any more.
