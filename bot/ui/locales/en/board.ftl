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
