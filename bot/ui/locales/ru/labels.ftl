# Итоги и метки
labels-title-outcome = <b>Итоги</b> — чем закончилось обращение
labels-title-tag = <b>Метки</b> — о чём обращение
labels-none-outcome = Итогов пока нет, и операторов о них не спрашиваем. Добавьте — и под карточкой завершённого обращения появятся кнопки.
labels-none-tag = Меток пока нет. Добавить может и оператор, заметкой: // #vip звонить после шести
labels-line = { $name } — { $count }
labels-usage = Не понимаю. Можно так: add, rename, remove.
labels-usage-add = Что добавить?
labels-usage-rename = Что переименовать и как?
labels-usage-remove = Что убрать?
label-title-outcome = Итог: <b>{ $name }</b>
label-title-tag = Метка: <b>{ $name }</b>
label-uses =
    { $count ->
        [0] Ни одного обращения.
        [one] У { $count } обращения.
       *[many] У { $count } обращений.
    }
label-added = Добавлено: { $name }
label-renamed = { $former } теперь { $name }.
label-retired = Убрано из списка: { $name }. У обращений, где это уже стоит, останется.
button-add-outcome = ➕ Добавить итог
button-add-tag = ➕ Добавить метку
button-ready-outcomes = Взять готовые: продано, отказ…
button-label-rename = Переименовать
button-label-retire = Убрать
button-all-outcome = « Все итоги
button-all-tag = « Все метки
ask-outcome = Как назвать новый итог? Например: продано
ask-tag = Как назвать новую метку? Например: vip
ask-label-name = { $name }: как назвать теперь?
example-outcome = продано
example-tag = vip
outcome-ready-sold = продано
outcome-ready-refused = отказ
outcome-ready-no-answer = нет ответа
outcome-ready-spam = спам

# На обращении
card-outcome = Итог: { $name }
card-tags = Метки: { $names }
button-outcome = Итог
button-tags = Метки
choose-outcome = Чем закончилось обращение №{ $number }? Нажмите ещё раз, чтобы снять.
choose-tag = Какие метки у обращения №{ $number }? Нажмите ещё раз, чтобы снять.
outcome-set = Обращение №{ $number }: { $name }
outcome-cleared = Обращение №{ $number } теперь без итога
fact-outcome = итог: { $text } ({ $by })
fact-outcome-cleared = итог снят, был: { $text } ({ $by })
fact-tagged = метки: { $text } ({ $by })

# Отказы
refused-no_such_label = Итога или метки №{ $number } нет.
refused-no_such_outcome = Итога «{ $name }» нет. Все итоги: /outcomes
refused-no_such_tag = Метки «{ $name }» нет. Все метки: /tags
refused-bad_label = Название «{ $name }» не подойдёт: нужно от 1 до 64 знаков, не число и не с «/», «#», «@» или кавычки в начале.
refused-label_taken = «{ $name }» уже есть.
refused-label_looks_alike = «{ $name }» на вид такое же, как «{ $other }»: их не различить.
refused-label_retired = «{ $name }» больше нет в списке.
refused-too_many_labels = В списке может быть не больше { $most }. Сначала уберите лишнее.

# /stats и /export
stats-outcomes = Итоги: { $list }
stats-outcome = { $name } { $count }
stats-no-outcome = без итога { $count }
export-outcome = Итог
export-tags = Метки
export-notes = Заметки
