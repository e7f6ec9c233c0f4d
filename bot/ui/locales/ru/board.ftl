# Живая доска
menu-board = Живая доска в браузере
button-page-board = 📺 Живая доска
board-link = <b>Живая доска</b>

    Откройте ссылку в браузере в течение пяти минут. Она действует один раз, никому её не передавайте:
    { $link }
board-off = Живой доски пока нет: задайте <code>API_PORT</code> в <code>.env</code>, а если открывать её не с этой машины — ещё и <code>BOARD_URL</code>.
board-sessions = <b>Сейчас на доске</b>
board-session = №{ $number } { $name }, с { $since }: { $device }
button-board-end = Закрыть №{ $number }, { $name }
button-board-again = 🔗 Ещё одна ссылка
