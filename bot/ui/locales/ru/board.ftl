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
button-board-app = 📺 Открыть в Telegram
button-board-sessions = 📺 Живая доска: кто на ней
button-board-rights = 👥 Кому видна
button-board-all-rights = « Кому видна
button-board-back = « Живая доска
button-board-invite = Пригласить
button-board-sources = Выбрать источники
button-board-link = 🔗 Ссылка, чтобы переслать
button-board-remove = Закрыть доступ
button-board-withdraw = Отозвать
board-nobody-in = Сейчас на живой доске никого нет.
board-rights = <b>Кому видна живая доска</b>
board-rights-about = Администраторы видят и могут там всё. Остальные, кого вы пригласите, видят источники, которые вы выберете, и делают то, что вы разрешите.
board-right-line = №{ $number } { $who } · { $may } · { $seen }
board-invited = Приглашение, ещё не принято
board-may-look = Только смотрит
board-may-steer = Смотрит и управляет
board-sees-all = Все источники
board-sees-none = Ни одного источника
board-sees-more =
    { $names } и ещё { $count ->
        [one] { $count } источник
        [few] { $count } источника
       *[many] { $count } источников
    }
board-right-sees = Что видит: { $seen }
board-right-by = Доступ открыт: { $by }, { $moment }
board-right-since = Здесь с { $moment }
board-right-invite = Выберите, что будет видно, и отправьте ссылку.
board-choose-sources = { $who }: что видно на доске? Источники, которые появятся позже, видны только при «Все источники».
board-remove-question = { $name } больше не увидит живую доску, открытые сеансы сразу закончатся. Закрыть доступ?
board-withdraw-question = Отозвать приглашение? Ссылка больше ничего не откроет.
board-removed = { $name } больше не видит живую доску.
board-withdrawn = Приглашение отозвано.
board-invitation =
    Откройте ссылку и нажмите «Старт» — вам станет видна живая доска. Ссылка действует один раз, в течение двух дней:
    { $link }
board-welcome = Теперь вам видна живая доска. Отправьте сюда /board — придёт ссылка, которая действует один раз.
board-help = /board – живая доска в браузере
board-joined-news = 📺 Теперь видит живую доску, по ссылке отсюда:
board-removed-news = 📺 Больше не видит живую доску:
