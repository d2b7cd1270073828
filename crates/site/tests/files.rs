//! What a site file may say.

use std::io;

use forms::Language;
use site::Site;

fn read(file: &str) -> Result<Site, String> {
    let missing = |name: &str| Err(io::Error::new(io::ErrorKind::NotFound, format!("no {name}")));
    Site::read(file, missing).map_err(|error| error.to_string())
}

#[test]
fn the_file_that_ships_is_whole() {
    let shipped = include_str!("../../../forms/site/site.yaml");
    let crest = include_bytes!("../../../forms/site/crest.svg");
    let site = Site::read(shipped, |_| Ok(crest.to_vec())).unwrap();
    let english = Language::from("en");
    let authority = site.authority.unwrap();
    assert_eq!(
        authority.in_language(&english),
        "Provincial Municipality of Huayrana"
    );
    assert!(site.crest.is_some() && site.footer.privacy.is_some());
}

#[test]
fn all_of_it_may_be_left_out() {
    assert_eq!(read("{}").unwrap(), Site::default());
}

/// A text in one language is in Spanish unless the file says otherwise, and others fall back to the file's own language.
#[test]
fn texts_are_in_the_languages_that_they_say() {
    for (file, language, says) in [
        ("name: Trámites", "es", "Trámites"),
        ("language: fr\nname: Démarches", "fr", "Démarches"),
        ("name: {en: Permits, es: Permisos}", "qu", "Permisos"),
        ("language: en\nname: {en: Permits, es: Permisos}", "qu", "Permits"),
        ("name: ' Dos   espacios '", "es", "Dos espacios"),
    ] {
        let name = read(file).unwrap().name.unwrap();
        assert_eq!(name.in_language(&Language::from(language)), says, "{file}");
    }
    let french = read("language: fr\nname: Démarches").unwrap().name.unwrap();
    assert_eq!(french.all().next().unwrap().0.as_str(), "fr");
}

#[test]
fn what_is_wrong_is_said_with_its_key() {
    let long = format!("name: {}", "a".repeat(61));
    for (file, says) in [
        ("nam: x", "unknown field `nam`"),
        ("name: ''", "name has no words"),
        ("name: {}", "name has no words"),
        (
            "name: {English: x}",
            "name has words in \"English\", which is no language",
        ),
        (&long, "name has 61 letters; at most 60 have room"),
        ("colour: '#ffcc00'", "colour: white letters on #ffcc00"),
        ("crest: ours.svg", "crest: cannot read ours.svg: no ours.svg"),
        (
            "footer: {privacy: javascript:alert(1)}",
            "footer: privacy: \"javascript:alert(1)\" is no address of a page",
        ),
        (
            "footer: {terms: www.gob.pe}",
            "footer: terms: \"www.gob.pe\" is no address",
        ),
        ("footer: {complaints: 'https://'}", "footer: complaints"),
        ("footer: {contact: {fax: 1}}", "unknown field `fax`"),
        (": [", "line 1"),
    ] {
        let error = read(file).unwrap_err();
        assert!(error.contains(says), "{file}\n{error}");
    }
}

#[test]
fn the_domain_is_the_sites_own_or_one_above_it() {
    for (file, host, domain) in [
        ("{}", "permisos.gob.pe", Some("permisos.gob.pe")),
        (
            "domain: permisos.gob.pe",
            "permisos.gob.pe",
            Some("permisos.gob.pe"),
        ),
        ("domain: GOB.pe", "permisos.gob.pe", Some("gob.pe")),
        ("domain: gob.pe", "permisosgob.pe", None),
        ("domain: pe", "permisos.gob.pe", None),
        ("domain: permisos.gob.pe", "gob.pe", None),
        ("domain: permisos.gob.pe", "evil.example", None),
        ("domain: ''", "permisos.gob.pe", None),
    ] {
        let served = read(file).unwrap().served_at(host);
        let told = served.as_ref().ok().and_then(|site| site.domain.as_deref());
        assert_eq!(told, domain, "{file} {host}");
    }
}
