# The live board
menu-board = The live board in a browser
button-page-board = 📺 Live board
board-link = <b>The live board</b>

    Open this link in a browser within five minutes. It works once, and only you should have it:
    { $link }
board-off = There is no live board yet: set <code>API_PORT</code> in <code>.env</code>, and <code>BOARD_URL</code> if it is to be opened from elsewhere than this machine.
board-sessions = <b>In the board now</b>
board-session = #{ $number } { $name }, since { $since }: { $device }
button-board-end = End #{ $number }, { $name }
button-board-again = 🔗 Another link
button-board-app = 📺 Open in Telegram
button-board-sessions = 📺 Live board: who is in
button-board-rights = 👥 Who may look
button-board-all-rights = « Who may look
button-board-back = « Live board
button-board-invite = Invite somebody
button-board-sources = Choose sources
button-board-link = 🔗 Link to forward
button-board-remove = Take it away
button-board-withdraw = Withdraw
board-nobody-in = Nobody is in the live board now.
board-rights = <b>Who may look at the live board</b>
board-rights-about = Admins see and do everything there. Others whom you invite see the sources that you choose, and do what you allow.
board-right-line = #{ $number } { $who } · { $may } · { $seen }
board-invited = Invited, not here yet
board-may-look = Only looks
board-may-steer = Looks and steers
board-sees-all = All sources
board-sees-none = No source
board-sees-more =
    { $names } and { $count ->
        [one] { $count } more
       *[other] { $count } more
    }
board-right-sees = Sees: { $seen }
board-right-by = Given by { $by }, { $moment }
board-right-since = Here since { $moment }
board-right-invite = Choose what is seen, then send the link.
board-choose-sources = What does { $who } see? Sources that come later are seen only with “All sources”.
board-remove-question = Take the live board away from { $name }? Every open session ends at once.
board-withdraw-question = Withdraw the invitation? Its link opens nothing then.
board-removed = { $name } may not look at the live board any more.
board-withdrawn = The invitation is withdrawn.
board-invitation =
    Open this link and press Start: you may look at the live board then. It works once, within two days:
    { $link }
board-welcome = You may look at the live board now. Send /board here: it answers with a link that works once.
board-help = /board – the live board in a browser
board-joined-news = 📺 May look at the live board now, by a link from here:
board-removed-news = 📺 May not look at the live board any more:
