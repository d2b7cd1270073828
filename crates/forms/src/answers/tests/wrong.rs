//! Wrong answers and the sentence each gets, in both languages.

use super::*;

/// Each writing of one field gets this sentence in Spanish and this one in English.
#[track_caller]
fn says(kind: Kind, field: &str, written: &[&str], spanish: &str, english: &str) {
    let question = question(kind);
    for text in written {
        let fields = raw(&[("q", text)]);
        assert_eq!(
            read(&question, &fields, "es"),
            Err(format!("{field}: {spanish}")),
            "{text}"
        );
        assert_eq!(
            read(&question, &fields, "en"),
            Err(format!("{field}: {english}")),
            "{text}"
        );
    }
}

/// The same in Spanish for answers of several fields; the field named comes first.
#[track_caller]
fn says_parts(kind: Kind, cases: &[(&[(&str, &str)], &str)]) {
    let question = question(kind);
    for (fields, expected) in cases {
        assert_eq!(
            read(&question, &raw(fields), "es"),
            Err((*expected).to_owned()),
            "{fields:?}"
        );
    }
}

#[test]
fn texts_and_names() {
    says(
        Kind::Text { max_length: None },
        "q",
        &["", " ", "\u{200b}"],
        "Completa «Tu dato»",
        "Fill in “Your fact”",
    );
    says(
        Kind::Text { max_length: Some(5) },
        "q",
        &["ñandúes"],
        "Acorta lo que escribiste en «Tu dato» a 5 letras o menos",
        "Shorten what you wrote in “Your fact” to 5 letters or fewer",
    );
    says(
        formatted(Format::FullName),
        "q",
        &["Ana 3", "3"],
        "Escribe los nombres y apellidos solo con letras: quita «3»",
        "Enter first names and surnames with letters only: take out “3”",
    );
    says(
        formatted(Format::FullName),
        "q",
        &["A", "-", "' '"],
        "Escribe los nombres y apellidos completos en «Tu dato»",
        "Enter the full first names and surnames in “Your fact”",
    );
    says(
        formatted(Format::FullName),
        "q",
        &["ab".repeat(51).as_str()],
        "Escribe los nombres y apellidos en 100 letras o menos",
        "Enter the first names and surnames in 100 letters or fewer",
    );
}

#[test]
fn numbers() {
    says(
        Kind::Integer {
            min: Some(1),
            max: Some(7),
        },
        "q",
        &[
            "",
            "siete",
            "1.5",
            "1,5",
            "--1",
            "1,23,456",
            "9999999999999999999999",
            "0x10",
            "1e3",
        ],
        "Escribe un número sin decimales en «Tu dato», por ejemplo 12",
        "Enter a number without decimals in “Your fact”, for example 12",
    );
    says(
        Kind::Integer {
            min: Some(1),
            max: None,
        },
        "q",
        &["0", "-3"],
        "Escribe 1 o más en «Tu dato»",
        "Enter 1 or more in “Your fact”",
    );
    says(
        Kind::Integer {
            min: None,
            max: Some(7),
        },
        "q",
        &["8"],
        "Escribe 7 o menos en «Tu dato»",
        "Enter 7 or less in “Your fact”",
    );
    says(
        Kind::Decimal {
            min: None,
            max: None,
            country: CountryRules::usual(),
        },
        "q",
        &[
            "",
            ".",
            ",",
            "uno",
            "1.2.3",
            "1,2.3,4",
            "12345678901234567",
            "NaN",
            "1e5",
            "inf",
        ],
        "Escribe un número en «Tu dato», por ejemplo 12.50",
        "Enter a number in “Your fact”, for example 12.50",
    );
    says(
        Kind::Decimal {
            min: Some(0.5),
            max: None,
            country: CountryRules::usual(),
        },
        "q",
        &["0,4"],
        "Escribe 0.5 o más en «Tu dato»",
        "Enter 0.5 or more in “Your fact”",
    );
}

#[test]
fn dates() {
    says(
        adult_birthday(),
        "q.day",
        &[
            "ayer",
            "31/2/1990",
            "27/3/90",
            "27/13/1990",
            "1990",
            "27/3",
            "27 ma 1990",
            "27/3/1990 x",
        ],
        "Revisa la fecha en «Tu dato»: escribe un día que exista y el año con cuatro cifras",
        "Check the date in “Your fact”: enter a day that exists and a year of four figures",
    );
    says(
        adult_birthday(),
        "q.day",
        &["22/11/2008"],
        "Escribe una fecha hasta el 21 de noviembre de 2008 en «Tu dato»",
        "Enter a date up to 21 November 2008 in “Your fact”",
    );
    says(
        adult_birthday(),
        "q.day",
        &["20/11/1906"],
        "Escribe una fecha desde el 21 de noviembre de 1906 en «Tu dato»",
        "Enter a date from 21 November 1906 on in “Your fact”",
    );
    says_parts(
        adult_birthday(),
        &[
            (
                &[("q.day", "27"), ("q.month", ""), ("q.year", "1990")],
                "q.month: Escribe el día, el mes y el año en «Tu dato», por ejemplo 27 3 1990",
            ),
            (
                &[("q.day", ""), ("q.month", ""), ("q.year", "")],
                "q.day: Escribe la fecha en «Tu dato»: día, mes y año, por ejemplo 27 3 1990",
            ),
        ],
    );
}

#[test]
fn times() {
    says(
        Kind::Time,
        "q",
        &[
            "25:00", "8", "8:60", "8:3", "13 pm", "0 am", "mañana", "8:30:15", "12345",
        ],
        "Escribe la hora con horas y minutos en «Tu dato», por ejemplo 08:30 o 3:15 pm",
        "Enter the time in hours and minutes in “Your fact”, for example 08:30 or 3:15 pm",
    );
}

#[test]
fn options_not_offered() {
    says(
        Kind::YesNo,
        "q",
        &["", "tal vez"],
        "Elige sí o no en «Tu dato»",
        "Choose yes or no in “Your fact”",
    );
    says(
        Kind::Choice { options: options() },
        "q",
        &[""],
        "Elige una opción en «Tu dato»",
        "Choose an option in “Your fact”",
    );
    for kind in [
        Kind::Choice { options: options() },
        Kind::Choices { options: options() },
    ] {
        says(
            kind,
            "q",
            &["tourism", "food; tourism"],
            "Elige una opción de la lista en «Tu dato»",
            "Choose an option from the list in “Your fact”",
        );
    }
    says(
        Kind::Choices { options: options() },
        "q",
        &["", " ; "],
        "Marca al menos una opción en «Tu dato»",
        "Tick at least one option in “Your fact”",
    );
    says(
        Kind::Declaration {
            say: Text::new("es".into(), "…"),
        },
        "q",
        &["", "no"],
        "Lee la declaración y marca la casilla para aceptarla",
        "Read the declaration and tick the box to accept it",
    );
}

#[test]
fn places() {
    says(
        Kind::Country,
        "q",
        &[""],
        "Elige el país en «Tu dato»",
        "Choose the country in “Your fact”",
    );
    says(
        Kind::Country,
        "q",
        &["Atlántida", "XX"],
        "Elige un país de la lista en «Tu dato»",
        "Choose a country from the list in “Your fact”",
    );
    says(
        Kind::Region,
        "q.find",
        &[""],
        "Escribe el nombre del distrito en «Tu dato»",
        "Enter the name of the district in “Your fact”",
    );
    says(
        Kind::Region,
        "q.find",
        &["999999", "15", "Lima"],
        "Elige el lugar de la lista en «Tu dato»",
        "Choose the place from the list in “Your fact”",
    );
    says_parts(
        Kind::Region,
        &[
            (
                &[("q.find", "Atlántida")],
                "q.find: No encontramos ningún distrito con ese nombre en «Tu dato». Revisa cómo está escrito, o escribe el de la provincia.",
            ),
            (
                &[("q.find", "miraflores"), ("q.found", "miraflores")],
                "q.region: Elige el distrito de la lista en «Tu dato»",
            ),
            (
                &[("q.find", ""), ("q.found", "")],
                "q.find: Escribe el nombre del distrito en «Tu dato»",
            ),
            (
                &[("q.department", "15"), ("q.province", "")],
                "q.province: Elige la provincia en «Tu dato»",
            ),
            (
                &[("q.department", "15"), ("q.province", "1501"), ("q.district", "")],
                "q.district: Elige el distrito en «Tu dato»",
            ),
            (
                &[("q.department", "99")],
                "q.department: Elige el lugar de la lista en «Tu dato»",
            ),
            (
                &[("q.department", "15"), ("q.province", "1599")],
                "q.province: Elige el lugar de la lista en «Tu dato»",
            ),
        ],
    );
    says_parts(
        Kind::Address,
        &[(
            &[("q.region", "150122"), ("q.street", " ")],
            "q.street: Escribe la calle y el número en «Tu dato». Si no hay número, escribe «s/n».",
        )],
    );
}

#[test]
fn mail_and_telephone() {
    says(
        formatted(Format::Email),
        "q",
        &[
            "ana",
            "ana@",
            "@ejemplo.pe",
            "ana@ejemplo",
            "ana quispe@ejemplo.pe",
            "ana..q@ejemplo.pe",
            "ana@-a.pe",
            "a@b.1",
            "ana@ejem plo.pe",
            "ana@\u{2e}pe",
            "ana@xn--a.pe",
            "ana@ejemplo_dos.pe",
        ],
        "Escribe el correo electrónico completo en «Tu dato», por ejemplo nombre@ejemplo.pe",
        "Enter the whole e-mail address in “Your fact”, for example name@example.pe",
    );
    says(
        formatted(Format::Email),
        "q",
        &["ana@gmial.com", "aná@gmail.com", "ana@GMAIL.con"],
        "Revisa el correo en «Tu dato»: ¿quisiste escribir ana@gmail.com? Corrígelo o, si está bien como lo escribiste, continúa.",
        "Check the e-mail address in “Your fact”: did you mean ana@gmail.com? Correct it or, if it is right as you wrote it, continue.",
    );
    says(
        formatted(Format::Phone),
        "q",
        &[
            "887654321",
            "98765432",
            "9876543210",
            "2345678",
            "casa",
            "+1",
            "01 987 654 321",
            "20 234567",
            "34 612 345 678",
            "+34 612 345",
            "+999 123 456 789",
            "+51 20 234567",
            "+44 20 7946 0958 0000 0000 0000",
        ],
        "Escribe en «Tu dato» un celular de 9 dígitos que empiece con 9, o un fijo con el código de su ciudad, por ejemplo 01 234 5678. Si es de otro país, escribe + y el código del país antes del número, por ejemplo +34 612 345 678.",
        "Enter in “Your fact” a mobile number of 9 digits that begins with 9, or a landline with its city code, for example 01 234 5678. If it is from another country, enter + and the country’s code before the number, for example +34 612 345 678.",
    );
}

#[test]
fn identity_documents() {
    let dni = "q.number: Escribe los 8 dígitos de tu DNI";
    let check = "q.number: Revisa los 8 dígitos de tu DNI y el carácter que va después: no coinciden";
    let card = "q.number: Escribe los 9 números o letras de tu carné de extranjería";
    let passport = "q.number: Escribe el número de tu pasaporte: de 6 a 12 letras y números";
    let kind = "q.kind: Elige el tipo de documento en «Tu dato»";
    let is_dni = ("q.kind", "dni");
    says_parts(
        any_document(),
        &[
            (&[is_dni], dni),
            (&[is_dni, ("q.number", "1011741")], dni),
            (&[is_dni, ("q.number", "1011741X")], dni),
            (&[is_dni, ("q.number", "1011741022")], dni),
            (&[is_dni, ("q.number", "ñññññññññ")], dni),
            (&[is_dni, ("q.number", "10117410-3")], check),
            (&[is_dni, ("q.number", "10117410-H")], check),
            (&[("q.kind", "foreigner-card"), ("q.number", "12345678")], card),
            (&[("q.kind", "foreigner-card"), ("q.number", "ABCDEFGHI")], card),
            (&[("q.kind", "passport"), ("q.number", "AB123")], passport),
            (&[("q.kind", "passport"), ("q.number", "ABCDEFG")], passport),
            (&[("q.kind", "passport"), ("q.number", "1234567890123")], passport),
            (&[("q.number", "10117410")], kind),
            (&[("q.kind", "licence"), ("q.number", "10117410")], kind),
        ],
    );
}

#[test]
fn tax_numbers_and_plates() {
    says(
        formatted(Format::TaxNumber),
        "q",
        &["", "2051233379", "205123337977", "30512333797", "2051233379A"],
        "Escribe los 11 dígitos del RUC en «Tu dato». Empieza con 10, 15, 16, 17 o 20.",
        "Enter the 11 digits of the tax number (RUC) in “Your fact”. It begins with 10, 15, 16, 17 or 20.",
    );
    says(
        formatted(Format::TaxNumber),
        "q",
        &["20512333798", "20513233797"],
        "Revisa los 11 dígitos del RUC en «Tu dato»: alguno no coincide",
        "Check the 11 digits of the tax number (RUC) in “Your fact”: one of them does not match",
    );
    says(
        formatted(Format::VehiclePlate),
        "q",
        &["", "ABC", "123456", "ABCDEF", "ÑBC-123", "AB-12"],
        "Escribe la placa como está en el vehículo en «Tu dato», por ejemplo ABC-123",
        "Enter the plate as it is on the vehicle in “Your fact”, for example ABC-123",
    );
}

#[test]
fn groups() {
    says_parts(
        trip(),
        &[
            (&[], "q.0.place: Completa «Tu dato»"),
            (
                &[("q.0.place", "Lima"), ("q.1.at", "25:00")],
                "q.1.place: Completa «Tu dato»\n\
             q.1.at: Escribe la hora con horas y minutos en «Tu dato», por ejemplo 08:30 o 3:15 pm",
            ),
            (
                &[
                    ("q.0.place", "a"),
                    ("q.1.place", "b"),
                    ("q.2.place", "c"),
                    ("q.3.place", "d"),
                ],
                "q.0.place: Deja 3 o menos en «Tu dato»",
            ),
        ],
    );
    let place = Question {
        id: "place".into(),
        optional: true,
        ..question(Kind::Text { max_length: None })
    };
    let loose = Kind::Group {
        questions: vec![place],
        each: None,
        at_least: 2,
        at_most: 3,
    };
    says_parts(
        loose,
        &[(&[("q.0.place", "Lima")], "q.0.place: Agrega 2 o más en «Tu dato»")],
    );
}
