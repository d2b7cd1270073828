//! A browser's cookies, as far as one site sets them.

use hyper::{HeaderMap, header::SET_COOKIE};

/// The cookies of one person.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cookies(Vec<Cookie>);

#[derive(Clone, Debug)]
struct Cookie {
    name: String,
    path: String,
    value: String,
}

impl Cookies {
    /// Keeps what an answer sets, and forgets what it takes back.
    pub(crate) fn keep(&mut self, answer: &HeaderMap) {
        let set = answer.get_all(SET_COOKIE).iter();
        for cookie in set.filter_map(|value| Cookie::read(value.to_str().ok()?)) {
            self.0
                .retain(|kept| kept.name != cookie.name || kept.path != cookie.path);
            if !cookie.value.is_empty() {
                self.0.push(cookie);
            }
        }
    }

    /// What is sent to an address; nothing where no cookie is for it.
    pub(crate) fn sent_to(&self, path: &str) -> Option<String> {
        let sent = self.0.iter().filter(|cookie| is_under(path, &cookie.path));
        let pairs: Vec<_> = sent
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

impl Cookie {
    fn read(header: &str) -> Option<Self> {
        let mut parts = header.split(';').map(str::trim);
        let (name, value) = parts.next()?.split_once('=')?;
        let path = parts.find_map(|part| part.strip_prefix("Path="));
        Some(Self {
            name: name.to_owned(),
            path: path.unwrap_or("/").to_owned(),
            value: value.to_owned(),
        })
    }
}

/// RFC 6265, 5.1.4: `/a` covers `/a` and `/a/b`, and not `/ab`.
fn is_under(path: &str, folder: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || folder.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(cookies: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(SET_COOKIE, cookie.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_cookie_goes_where_its_path_leads_until_it_is_taken_back() {
        let mut cookies = Cookies::default();
        cookies.keep(&answer(&[
            "draft=abc; HttpOnly; Path=/s/transit; Secure",
            "access=x.y; Path=/a/7K",
        ]));
        for (path, sent) in [
            ("/s/transit", Some("draft=abc")),
            ("/s/transit/apply/you?change=1", Some("draft=abc")),
            ("/s/transit-2", None),
            ("/a/7K?sent=1", Some("access=x.y")),
            ("/", None),
        ] {
            assert_eq!(cookies.sent_to(path).as_deref(), sent, "{path}");
        }
        cookies.keep(&answer(&[
            "draft=; Path=/s/transit; Max-Age=0",
            "language=es; Path=/",
        ]));
        assert_eq!(cookies.sent_to("/s/transit").as_deref(), Some("language=es"));
    }
}
