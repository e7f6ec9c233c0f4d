# Передача обращения
pass-choose = Кому передать обращение №{ $number } ({ $client })? Число — свободные места.
button-pass-draw = По жребию
button-pass-turns = По очереди
button-pass-pool = Кто первым возьмёт
pass-done = Обращение №{ $number } передано. Теперь его ведёт { $name }.
pass-done-draw = Обращение №{ $number } передано по жребию. Теперь его ведёт { $name }.
pass-done-turns = Обращение №{ $number } передано по очереди. Теперь его ведёт { $name }.
pass-done-pool = Обращение №{ $number } снова в общем пуле: карточку получили остальные.
button-pass-undo = Отменить передачу
button-pass-line = Пара слов коллеге: { $name }
pass-cancelled = Ничего не передано.
pass-undone = Обращение №{ $number } снова у вас.
ask-line = Что важно знать об обращении №{ $number }? { $name } увидит это сразу, клиент не увидит.
line-kept = Записано. { $name } это увидит, клиент — нет.
pass-usage = Какое обращение и кому? Номер, затем имя коллеги и, если нужно, пара слов. Без имени — тому, чья очередь.
example-line = нужно перезвонить

refused-no_such_colleague = Коллеги по имени «{ $name }» нет.
refused-colleague_off = { $name } сейчас не получает обращений.
refused-undo_too_late = Прошло больше минуты, вернуть обращение №{ $number } уже нельзя: его ведёт { $name }.
refused-taken_by = Вернуть уже нельзя: обращение №{ $number } в работе, его ведёт { $name }.
refused-gone_further = Обращение №{ $number } уже не там, куда вы его передали: { $name } его больше не ведёт.
refused-place_filled = Ваше место за это время заняли, лимит { $limit }. Обращение №{ $number } не вернуть, его ведёт { $holder }.
