//! Services of other countries than the usual one, and what foreigners have.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use forms::answers::Raw;
use forms::{Answer, Answers, Question, Service, canonical, read};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 12, 2);

/// A service of that country, which asks for all that a country writes in its own way.
fn service(country: &str, keys: &str) -> Service {
    let source = format!(
        "\
service: parking
languages: [es, en]
country: {country}
name: {{es: Estacionamiento, en: Parking}}
summary: {{es: Para vecinos., en: For residents.}}
audience: {{es: Vecinos., en: Residents.}}
cost: {{es: Gratis, en: Free}}
takes: {{es: Un día, en: One day}}
authority: {{name: {{es: Municipio, en: Town}}}}
contact: {{phone: '555 0100'}}
form:
  - page: who
    title: {{es: Tus datos, en: About you}}
    questions:
      - {{id: name, type: full-name, label: {{es: Nombre, en: Name}}}}
      - {{id: document, type: identity-document, label: {{es: Documento, en: Document}}}}
      - {{id: taxes, type: tax-number, label: {{es: Empresa, en: Company}}}}
      - {{id: plate, type: vehicle-plate, label: {{es: Placa, en: Plate}}{keys}}}
      - {{id: phone, type: phone, label: {{es: Teléfono, en: Phone}}}}
review:
  steps: [{{id: check, name: {{es: Revisión, en: Check}}, role: officer}}]
  reasons: {{fine: {{es: Bien., en: Fine.}}}}
permit:
  type: 98
  title: {{es: Permiso, en: Permit}}
  valid: 365d
  claims: [{{answer: name, role: holder}}, {{answer: plate, role: vehicle}}]
"
    );
    read("parking.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn answered(service: &Service, given: [&str; 5]) -> Result<Vec<String>, Vec<String>> {
    let [document, number, taxes, plate, phone] = given;
    let fields = [
        ("name", "Ana Soto"),
        ("document.kind", document),
        ("document.number", number),
        ("taxes", taxes),
        ("plate", plate),
        ("phone", phone),
    ];
    let raw: Raw = fields
        .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]))
        .into();
    let page = &service.form.pages[0];
    let language = service.default_language();
    let read = service.parse_page(page, &raw, &Answers::default(), language, TODAY);
    if !read.errors.is_empty() {
        return Err(read.errors.into_iter().map(|error| error.message).collect());
    }
    let shown = |question: &Question| read.answers.get(&question.id).unwrap().show(question, language);
    Ok(page.questions.iter().skip(1).map(shown).collect())
}

#[test]
fn each_country_reads_its_own_numbers() {
    for (country, given, shown) in [
        (
            "pe",
            ["dni", "10117410-2", "20131312955", "abc123", "987654321"],
            ["DNI 10117410", "20131312955", "ABC-123", "+51 987 654 321"],
        ),
        (
            "cl",
            ["run", "12.345.678-5", "76.543.210-3", "bbcd12", "9 1234 5678"],
            ["RUN 12345678-5", "76543210-3", "BBCD-12", "+56 9 1234 5678"],
        ),
        (
            "es",
            ["spanish-dni", "12345678z", "a58818501", "1234bcd", "612 345 678"],
            [
                "DNI español 12345678Z",
                "A58818501",
                "1234 BCD",
                "+34 612 34 56 78",
            ],
        ),
        (
            "gb",
            ["passport", "123456789", "1123456789", "ab12cde", "020 7946 0958"],
            [
                "Pasaporte 123456789",
                "1123456789",
                "AB12 CDE",
                "+44 20 7946 0958",
            ],
        ),
        (
            "mx",
            [
                "curp",
                "BOXW310820HNERXN09",
                "god-561231-gr8",
                "abc123d",
                "55 1234 5678",
            ],
            [
                "CURP BOXW310820HNERXN09",
                "GOD561231GR8",
                "ABC-123-D",
                "+52 55 1234 5678",
            ],
        ),
    ] {
        assert_eq!(
            answered(&service(country, ""), given),
            Ok(shown.map(str::to_owned).to_vec()),
            "{country}"
        );
    }
}

#[test]
fn a_slip_of_the_pen_is_told_in_the_countrys_words() {
    let wrong = ["run", "12.345.678-6", "76.543.210-4", "1234", "12345678"];
    let told = answered(&service("cl", ""), wrong).unwrap_err();
    insta::assert_snapshot!(told.join("\n"), @r"
    Revisa los números de tu RUN y el dígito que va después del guion: no coinciden
    Revisa el RUT en «Empresa»: sus números y el dígito que va después del guion no coinciden
    Escribe la placa patente como está en el vehículo en «Placa», por ejemplo BBCD-12
    Escribe en «Teléfono» los 9 dígitos del teléfono, por ejemplo 9 1234 5678. Si es de otro país, escribe + y el código del país antes del número, por ejemplo +51 987 654 321.
    ");
    let wrong = ["dni", "10117410", "A58818500", "1234AEI", ""];
    let told = answered(&service("es", ""), wrong).unwrap_err();
    insta::assert_snapshot!(told.join("\n"), @r"
    Elige el tipo de documento en «Documento»
    Revisa el NIF en «Empresa»: sus números y su letra no coinciden
    Escribe la matrícula como está en el vehículo en «Placa», por ejemplo 1234 BCD
    Escribe el teléfono en «Teléfono», por ejemplo 612 34 56 78
    ");
}

#[test]
fn a_foreigners_plate_is_taken_where_the_service_says_so() {
    let given = |plate| ["dni", "10117410", "20131312955", plate, "987654321"];
    for (plate, kept) in [
        ("bb·cd 12", "BBCD12"),
        ("1234-BCD", "1234BCD"),
        ("abc 123", "ABC-123"),
    ] {
        let shown = answered(&service("pe", ", foreign: true"), given(plate)).unwrap();
        assert_eq!(shown[2], kept, "{plate}");
        assert_eq!(
            answered(&service("pe", ""), given(plate)).is_ok(),
            kept == "ABC-123",
            "{plate}"
        );
    }
    for plate in ["", "A", "SIN PLACA", "1234567890123"] {
        let told = answered(&service("pe", ", foreign: true"), given(plate)).unwrap_err();
        assert_eq!(
            told,
            ["Escribe la placa como está en el vehículo en «Placa»: de 2 a 10 letras y números"],
            "{plate}"
        );
    }
}

/// What is kept names the country, so that it reads the same for ever.
#[test]
fn a_kept_version_knows_its_country() {
    let chile = service("cl", ", foreign: true");
    let kept = forms::read_kept("kept", &chile.canonical_json()).unwrap();
    assert_eq!((kept.country, &kept.form), (chile.country, &chile.form));
    assert_eq!(service("pe", "").country, forms::CountryRules::usual());
}

/// An officer finds an application by what is typed as people there write it.
#[test]
fn what_is_typed_finds_what_is_kept() {
    let found_by = |text: &str| {
        let numbers = canonical::documents(text)
            .into_iter()
            .chain(canonical::phones(text));
        let all = numbers
            .chain(canonical::tax_number(text))
            .chain(canonical::plate(text));
        all.map(|found| found.text().to_owned()).collect::<Vec<_>>()
    };
    for (typed, kept) in [
        ("12.345.678-5", "123456785"),
        ("9 1234 5678", "+56912345678"),
        ("76.543.210-3", "765432103"),
        ("1234 BCD", "1234BCD"),
        ("x 1234567 l", "X1234567L"),
        ("020 7946 0958", "+442079460958"),
    ] {
        assert!(
            found_by(typed).contains(&kept.to_owned()),
            "{typed}: {:?}",
            found_by(typed)
        );
    }
}

/// `dni` is Peru's: whoever writes it in Spain means another.
#[test]
fn another_countrys_document_is_advised_of() {
    let source = include_str!("good/smallest.yaml").replace(
        "label: Your name}",
        "label: Your name}\n      - {id: document, type: identity-document, label: Document, accepts: [dni, passport]}",
    );
    for (country, advised) in [("pe", false), ("es", true)] {
        let source = source.replace("languages: [en]", &format!("languages: [en]\ncountry: {country}"));
        let told = forms::advice("f", &source).to_string();
        assert_eq!(told.contains("another country’s document"), advised, "{told}");
        assert_eq!(
            told.contains("its own are: spanish-dni, nie, passport"),
            advised,
            "{told}"
        );
    }
}

/// A number means what it means where the service is, and what is kept of it is sent again unchanged.
#[test]
fn decimals_are_read_by_the_countrys_own_sign() {
    let stored = |country: &str, typed: &str| {
        let source = include_str!("good/smallest.yaml")
            .replace("languages: [en]", &format!("languages: [en]\ncountry: {country}"))
            .replace(
                "label: Your name}",
                "label: Your name}\n      - {id: kilos, type: decimal, label: Kilos}",
            );
        let service = read("f", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
        let page = &service.form.pages[0];
        let parsed = |raw: Raw| {
            let read = service.parse_page(page, &raw, &Answers::default(), service.default_language(), TODAY);
            read.answers.get(&"kilos".into()).cloned()
        };
        let fields = [("name", "Ana Soto"), ("kilos", typed)];
        let answer = parsed(
            fields
                .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]))
                .into(),
        )?;
        assert_eq!(
            parsed(answer.to_raw(service.question(&"kilos".into()).unwrap())).as_ref(),
            Some(&answer),
            "{country} {typed}"
        );
        match answer {
            Answer::Decimal(number) => Some(number),
            other => panic!("{other:?}"),
        }
    };
    for (country, typed, kept) in [
        ("pe", "1.500", "1.5"),
        ("pe", "12,500", "12500"),
        ("pe", "1,234.5", "1234.5"),
        ("gb", "12,500", "12500"),
        ("mx", "1.234", "1.234"),
        ("es", "1.500", "1500"),
        ("es", "12,500", "12.5"),
        ("es", "1,234", "1.234"),
        ("es", "1.234,5", "1234.5"),
        ("es", "12.5", "12.5"),
        ("cl", "1,234.5", "1234.5"),
        ("es", "20 €", "20"),
        ("gb", "£20", "20"),
    ] {
        assert_eq!(stored(country, typed).as_deref(), Some(kept), "{country} {typed}");
    }
}

/// On the pages and on the paper as people there write it.
#[test]
fn decimals_are_shown_with_the_countrys_own_sign() {
    for (country, shown) in [("pe", "12.5"), ("es", "12,5"), ("cl", "12,5"), ("gb", "12.5")] {
        let source = include_str!("good/smallest.yaml")
            .replace("languages: [en]", &format!("languages: [en]\ncountry: {country}"))
            .replace(
                "label: Your name}",
                "label: Your name}\n      - {id: kilos, type: decimal, label: Kilos}",
            );
        let service = read("f", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
        let kilos = service.question(&"kilos".into()).unwrap();
        let answer = Answer::Decimal("12.5".to_owned());
        assert_eq!(answer.show(kilos, &"en".into()), shown, "{country}");
    }
}
