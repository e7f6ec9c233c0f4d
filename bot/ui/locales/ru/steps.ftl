# Меню и первые шаги
menu-title =
    <b>Меню</b>
    Все команды: /help
button-menu = « Меню
button-whole-menu = ☰ Меню
button-steps = « Первые шаги
button-mine-of-menu = 📋 Мои обращения
button-page-operators = Операторы
button-page-weight = Веса
button-page-sources = Источники
button-page-hours = Часы работы
button-page-queue = Очередь
button-page-open = Открытые обращения
button-page-stats = Статистика
button-page-answers = Быстрые ответы
button-page-outcomes = Итоги
button-page-settings = Настройки
button-page-tags = Метки
button-back-queue = « Очередь
button-back-open = « Открытые обращения
steps-title = <b>Первые шаги</b> — до первого ответа клиенту
step-bot = Бот подключён: { $bot }
step-joined = Клиентам отвечает { $name }
step-invited = Ждём входа: { $name }. Перешлите ссылку, её даст кнопка ниже
step-nobody = Отвечать клиентам пока некому: добавьте оператора или отвечайте сами
step-weight = Обращения раздаются по весам
step-no-weight = Весов для { $bot } пока нет, поэтому обращения никому не достанутся
step-message = Первое сообщение пришло
step-no-message = Клиенты пока не писали. Проверьте: с другого телефона откройте { $link }, нажмите «Запустить» и напишите пару слов
button-myself = Отвечать буду я
button-link-for = Ссылка: { $name }
button-weight-for = Вес 1: { $name }
button-refresh = 🔄 Обновить
steps-looked = Обновлено
steps-myself = { $name }, теперь вы оператор: обращения придут в этот чат карточками. Чтобы ответить клиенту, ответьте на карточку.
steps-ready = ✅ Всё готово: клиенты пишут, и им есть кому ответить.
admin-as-operator = Администратор
