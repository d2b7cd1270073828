//! The list.

use super::Routes;
use crate::{
    Action::*,
    applications as a, assets, catalogue, demo, health,
    verify::{descriptions, keys, lists, number, scanner},
};

#[rustfmt::skip]
pub(super) fn all(routes: Routes) -> Routes {
    routes
        .get ("/",                                Browse,            catalogue::list::show)
        .get ("/s/{service}",                     Apply,             catalogue::service::show)
        .get ("/s/{service}/apply",               Apply,             a::start::show)
        .post("/s/{service}/apply",               Browse,            a::start::begin)
        .get ("/s/{service}/apply/check",         Apply,             a::check::show)
        .post("/s/{service}/apply/submit",        Apply,             a::submit::submit)
        .get ("/s/{service}/apply/{page}",        Apply,             a::page::show)
        .post("/s/{service}/apply/{page}",        Apply,             a::page::save)

        .get ("/a",                               FindApplication,   a::find::show)
        .post("/a",                               FindApplication,   a::find::find)
        .get ("/a/{reference}",                   OpenApplication,   a::status::show)
        .post("/a/{reference}/rating",            Rate,              a::rate::rate)
        .get ("/a/{reference}/answer",            AnswerQuestions,   a::answer::show)
        .post("/a/{reference}/answer",            AnswerQuestions,   a::answer::answer)
        .get ("/a/{reference}/withdraw",          Withdraw,          a::withdraw::show)
        .post("/a/{reference}/withdraw",          Withdraw,          a::withdraw::withdraw)
        .get ("/a/{reference}/appeal",            Appeal,            a::appeal::show)
        .post("/a/{reference}/appeal",            Appeal,            a::appeal::appeal)
        .post("/a/{reference}/renew",             Renew,             a::renew::renew)

        .get ("/accessibility",                   Browse,            catalogue::accessibility::show)

        .get ("/v",                               CheckPermit,       scanner::show)
        .get ("/v-sw.js",                         CheckPermit,       scanner::service_worker)
        .get ("/v-decoder.js",                    CheckPermit,       scanner::decoder)
        .get ("/v/number",                        CheckPermit,       number::ask)
        .post("/v/number",                        CheckPermit,       number::check)
        .get ("/.well-known/chasqui/keys.json",   CheckPermit,       keys::show)
        .get ("/.well-known/chasqui/permits",     CheckPermit,       descriptions::list)
        .get ("/.well-known/chasqui/permits/{type}", CheckPermit,    descriptions::show)
        .get ("/status",                          CheckPermit,       lists::index)
        .get ("/status/{list}",                   CheckPermit,       lists::show)

        .get ("/demo/mail",                       SeeDemoMail,       demo::mail::show)
        .get ("/demo/mail/{letter}",              SeeDemoMail,       demo::mail::attachment)

        .get ("/assets/{name}",                   Browse,            assets::show)
        .get ("/healthz",                         Operate,           health::alive)
        .get ("/readyz",                          Operate,           health::ready)
}
