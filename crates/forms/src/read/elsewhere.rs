//! Words that other programs and other forms have for what a service file says with its own.

/// What to write instead of a type of question that is called so elsewhere.
pub(super) fn question_type(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "file" | "files" | "upload" | "attachment" | "pdf" | "photo" | "picture" | "image" | "archivo"
        | "foto" => {
            "a form asks for no files: ask for what the office needs of them, such as a number (`text`) or a day (`date`)"
        }
        "string" | "str" | "line" | "short-text" | "texto" => "did you mean `text`?",
        "textarea" | "paragraph" | "multiline" => "did you mean `long-text`?",
        "name" | "nombre" => "did you mean `full-name`?",
        "number" | "numeric" | "int" | "numero" | "número" => {
            "`integer` is a whole number, `decimal` one with decimals"
        }
        "float" | "double" | "money" | "amount" | "currency" => "did you mean `decimal`?",
        "bool" | "boolean" | "yesno" | "yes_no" => "did you mean `yes-no`?",
        "checkbox" => {
            "`yes-no` asks for a yes or no, `declaration` for a box that must be ticked, `choices` for several"
        }
        "select" | "radio" | "dropdown" | "enum" | "option" | "options" => "did you mean `choice`?",
        "checkboxes" | "multiselect" | "multiple" => "did you mean `choices`?",
        "day" | "birthday" | "fecha" => "did you mean `date`?",
        "hour" | "hora" => "did you mean `time`?",
        "datetime" | "date-time" | "timestamp" => "ask for a `date` and a `time`",
        "dni" | "passport" | "document" | "id" | "identity" => "did you mean `identity-document`?",
        "ruc" => "did you mean `tax-number`?",
        "mail" | "correo" => "did you mean `e-mail`?",
        "mobile" | "telephone" | "tel" | "cellphone" | "celular" => "did you mean `phone`?",
        "plate" | "placa" => "did you mean `vehicle-plate`?",
        "district" | "place" | "department" | "province" => "did you mean `region`?",
        "oath" | "consent" | "agreement" | "terms" => "did you mean `declaration`?",
        "location" | "geo" | "gps" | "geopoint" | "coordinates" | "position" | "ubicacion" | "ubicación"
        | "mapa" => "did you mean `map`?",
        "geotrace" | "route" | "polyline" | "ruta" => "write `type: map` with `draws: line`",
        "geoshape" | "polygon" | "poligono" | "polígono" => "write `type: map` with `draws: area`",
        "repeat" | "list" | "table" | "array" => "did you mean `group`?",
        _ => return None,
    })
}

/// What to write instead of a key that is called so elsewhere, in the group of keys that is called `what` in sentences.
pub(super) fn key(what: &str, key: &str) -> Option<&'static str> {
    Some(match (what, key) {
        ("a question", "required" | "mandatory" | "obligatory") => {
            "questions are required unless they say `optional: true`: leave this key out"
        }
        ("a question", "name" | "question" | "title" | "text") => "what is asked is the `label`",
        ("a question", "description" | "placeholder") => "help beside the field is the `hint`",
        ("a question", "choices" | "values" | "items") => "what one chooses from are the `options`",
        ("a question", "default" | "value") => {
            "a question has no answer until somebody gives one: leave this key out"
        }
        ("a question" | "a page", "if" | "condition" | "show_if" | "visible_if") => {
            "what must hold for it to be asked is `when`"
        }
        ("a question", "validate" | "validation" | "rule" | "pattern" | "regex") => {
            "what must hold of the answer is `rules: [{rule: …, say: …}]`"
        }
        ("a question", "min_length") => {
            "write `rules: [{rule: size(answer) >= 3, say: …}]` with your own number and sentence"
        }
        ("a rule of `rules`", "when" | "if" | "condition") => "what must hold is the `rule`",
        ("a rule of `rules`" | "a stop", "message" | "error" | "text" | "because") => {
            "what people read is `say`"
        }
        ("a stop" | "a rule of `review`", "if" | "rule" | "condition") => "what must hold is `when`",
        ("a rule of `review`", "reason") => "the reason is named by `because`",
        ("a rule of `review`", "step") => "the step is named by `to`",
        ("a step", "title" | "label") => "what officers read is the `name`",
        ("`permit`", "validity" | "valid_for" | "duration" | "expires") => "how long it holds is `valid`",
        _ => return None,
    })
}
