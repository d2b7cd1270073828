//! What a browser reads out of a page: its forms' hidden fields, and the files that it shows the page with.

/// The hidden fields of the form that begins with this: `<form method="post" action="/o/log-in"`; nothing without such a
/// form.
pub(crate) fn hidden(page: &str, form: &str) -> Option<Vec<(String, String)>> {
    let (_, from) = page.split_once(form)?;
    let form = from.split("</form>").next()?;
    let inputs = form.split("<input type=\"hidden\" ").skip(1);
    Some(
        inputs
            .filter_map(|input| {
                Some((
                    attribute(input, "name")?.to_owned(),
                    attribute(input, "value")?.to_owned(),
                ))
            })
            .collect(),
    )
}

/// The addresses of a page's stylesheets and icons: citizens' pages have no pictures and no scripts.
pub(crate) fn files(page: &str) -> impl Iterator<Item = &str> {
    let head = page.split("</head>").next().unwrap_or_default();
    let links = head.split("<link ").skip(1);
    links
        .filter(|link| matches!(attribute(link, "rel"), Some("stylesheet" | "icon")))
        .filter_map(|link| attribute(link, "href"))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let tag = tag.split('>').next()?;
    let (_, from) = tag.split_once(&format!("{name}=\""))?;
    from.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<head><link rel="icon" href="/assets/icon.svg?1" type="image/svg+xml">
<link rel="stylesheet" href="/assets/chasqui.css?2"><link rel="manifest" href="/m"></head>
<form action="/search"><input type="hidden" name="q" value=""></form>
<form method="post" novalidate><input type="hidden" name="form_token" value="t0k">
<input type="hidden" name="shown" value="reason"><input name="reason"></form>"#;

    #[test]
    fn a_form_is_read_with_its_own_fields_alone() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            hidden(PAGE, "<form method=\"post\" novalidate"),
            Some(vec![field("form_token", "t0k"), field("shown", "reason")])
        );
        assert_eq!(hidden(PAGE, "<form method=\"post\" action=\"/o\""), None);
    }

    #[test]
    fn a_page_names_the_files_it_is_shown_with() {
        let found: Vec<_> = files(PAGE).collect();
        assert_eq!(found, ["/assets/icon.svg?1", "/assets/chasqui.css?2"]);
    }
}
