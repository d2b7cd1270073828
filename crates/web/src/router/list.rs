//! The list.

#![allow(clippy::enum_glob_use, reason = "the list reads like a list")]

use super::routes::Routes;
use engine::authorise::Action::*;

use crate::{
    admin, applications as a, assets, built_file, catalogue, consents, demo, devices as d, erasures as e,
    health, incidents as i, officers as o, opinions, permits, scans,
    verify::{app, descriptions, keys, lists, number, scanner},
};

pub(super) fn all(routes: Routes) -> Routes {
    let routes = applicants(routes);
    let routes = checkers(routes);
    let routes = of_accounts(routes);
    let routes = officers(routes);
    let routes = administrators(routes);
    others(routes)
}

/// What citizens read, apply with, and come back to.
#[rustfmt::skip]
fn applicants(routes: Routes) -> Routes {
    routes
        .get ("/",                                Browse,            catalogue::list::show)
        .get ("/s/{service}",                     Apply,             catalogue::service::show)
        .get ("/s/{service}/apply",               Apply,             a::start::show)
        .post("/s/{service}/apply",               Browse,            a::start::begin)
        .post("/s/{service}/keep",                Apply,             a::device::keep_draft)
        .get ("/s/{service}/apply/check",         Apply,             a::check::show)
        .post("/s/{service}/apply/submit",        Apply,             a::submit::submit)
        .get ("/s/{service}/apply/{page}",        Apply,             a::page::show)
        .post("/s/{service}/apply/{page}",        Apply,             a::page::save)
        .get ("/a",                               FindApplication,   a::find::show)
        .post("/a",                               FindApplication,   a::find::find)
        .get ("/a/{reference}",                   OpenApplication,   a::status::show)
        .post("/a/{reference}",                   OpenApplication,   a::open::open)
        .get ("/a/{reference}/access",            ManageAccess,      a::access::show)
        .post("/a/{reference}/access",            ManageAccess,      a::access::change)
        .post("/a/{reference}/keep",              SeeOwnApplication, a::device::keep_application)
        .post("/a/{reference}/rating",            Rate,              a::rate::rate)
        .get ("/a/{reference}/answer",            AnswerQuestions,   a::answer::show)
        .post("/a/{reference}/answer",            AnswerQuestions,   a::answer::answer)
        .post("/a/{reference}/consent",           AskConsentAgain,   consents::again::ask)
        .get ("/a/{reference}/withdraw",          Withdraw,          a::withdraw::show)
        .post("/a/{reference}/withdraw",          Withdraw,          a::withdraw::withdraw)
        .get ("/a/{reference}/appeal",            Appeal,            a::appeal::show)
        .post("/a/{reference}/appeal",            Appeal,            a::appeal::appeal)
        .get ("/a/{reference}/replace",           Replace,           a::replace::show)
        .post("/a/{reference}/replace",           Replace,           a::replace::replace)

        .get ("/a/{reference}/data",              SeeOwnApplication, a::data::show)
        .get ("/a/{reference}/data.json",         SeeOwnApplication, a::data::download)
        .get ("/a/{reference}/erase",             AskErasure,        a::erase::show)
        .post("/a/{reference}/erase",             AskErasure,        a::erase::ask)

        .get ("/a/{reference}/permit",            FetchOwnPermit,    permits::page::show)
        .post("/a/{reference}/permit",            AskOfPermit,       a::of_permit::begin)
        .get ("/a/{reference}/hand-over",         AskOfPermit,       a::hand_over::show)
        .post("/a/{reference}/hand-over",         AskOfPermit,       a::hand_over::begin)
        .get ("/a/{reference}/permit.svg",        FetchOwnPermit,    permits::code::show)
        .get ("/a/{reference}/permit.pdf",        FetchOwnPermit,    permits::paper::own)
        .get ("/consent/{reference}",             GiveConsent,       consents::show)
        .post("/consent/{reference}",             GiveConsent,       consents::answer)
        .post("/finish",                          Browse,            a::device::finish)
        .get ("/finished",                        Browse,            a::device::finished)
        .get ("/accessibility",                   Browse,            catalogue::accessibility::show)
}

/// What whoever is shown a permit checks it with.
#[rustfmt::skip]
fn checkers(routes: Routes) -> Routes {
    routes
        .get ("/v",                               CheckPermit,       scanner::show)
        .get ("/v.webmanifest",                   CheckPermit,       app::manifest)
        .get ("/v-sw.js",                         CheckPermit,       app::service_worker)
        .get ("/v-decoder.js",                    CheckPermit,       app::part)
        .get ("/v-zxing.js",                      CheckPermit,       app::part)
        .get ("/v-zxing.wasm",                    CheckPermit,       app::part)
        .get ("/v/number",                        CheckPermit,       number::ask)
        .post("/v/number",                        CheckPermit,       number::check)
        .get ("/.well-known/chasqui/keys.json",   CheckPermit,       keys::show)
        .get ("/.well-known/chasqui/keys.cose",   CheckPermit,       keys::signed)
        .get ("/.well-known/chasqui/permits",     CheckPermit,       descriptions::list)
        .get ("/.well-known/chasqui/permits/{type}", CheckPermit,    descriptions::show)
        .get ("/status",                          CheckPermit,       lists::index)
        .get ("/status/{list}",                   CheckPermit,       lists::show)
        .post("/api/v1/devices",                  EnrolDevice,       d::enrol::enrol)
        .get ("/api/v1/device",                   UseDevice,         d::own::show)
        .post("/api/v1/permits/find",             FindPermit,        d::find::find)
        .post("/api/v1/scans",                    SendScans,         scans::receive::receive)
        .post("/api/v1/incidents",                ReportIncident,    i::report::report)
}

/// What the office works with.
#[rustfmt::skip]
fn officers(routes: Routes) -> Routes {
    routes
        .get ("/o",                               UseOwnAccount,     o::home::show)
        .post("/o/next",                          Claim,             o::next::take)
        .get ("/o/cases/{case}",                  SeeCase,           o::case::show)
        .post("/o/cases/{case}/claim",            Claim,             o::command::give)
        .post("/o/cases/{case}/release",          Claim,             o::command::give)
        .post("/o/cases/{case}/decide",           Decide,            o::command::give)
        .post("/o/cases/{case}/inspection",       Decide,            o::command::give)
        .post("/o/cases/{case}/report",           Decide,            o::command::give)
        .post("/o/cases/{case}/ask",              AskBack,           o::command::give)
        .post("/o/cases/{case}/escalate",         Escalate,          o::command::give)
        .post("/o/cases/{case}/assign",           Assign,            o::command::give)
        .post("/o/cases/{case}/letters/{letter}", ResendMail,        o::resend::resend)

        .get ("/o/opinions",                      GiveOpinion,       opinions::queue::show)
        .get ("/o/opinions/{case}/{opinion}",     GiveOpinion,       opinions::asked::show)
        .post("/o/opinions/{case}/{opinion}",     GiveOpinion,       opinions::asked::give)

        .form("/o/cases/{case}/erase",            ProposeErasure, DecideErasure, e::page::show)
        .post("/o/cases/{case}/erase",            ProposeErasure,    e::decide::propose)
        .post("/o/cases/{case}/erase/confirm",    DecideErasure,     e::decide::confirm)
        .post("/o/cases/{case}/erase/refuse",     DecideErasure,     e::decide::refuse)
        .get ("/o/erasures",                      ProposeErasure,    e::queue::show)

        .get ("/o/permits",                       SeePermit,         permits::find::show)
        .get ("/o/permits/revoke-all",            RevokeMany,        permits::revoke_many::show)
        .post("/o/permits/revoke-all",            RevokeMany,        permits::revoke_many::revoke)
        .get ("/o/permits/revoke-all/list",       RevokeMany,        permits::revocable::show)
        .get ("/o/permits/revoke-all/list.csv",   RevokeMany,        permits::revocable::csv)
        .get ("/o/permits/revoke-all/{job}",      RevokeMany,        permits::revocation::show)
        .get ("/o/permits/revoke-all/{job}/list", RevokeMany,        permits::revoked::show)
        .get ("/o/permits/revoke-all/{job}/list.csv", RevokeMany,    permits::revoked::csv)
        .post("/o/permits/revoke-all/{job}/confirm", RevokeMany,     permits::revocation::confirm)
        .get ("/o/permits/{number}",              SeePermit,         permits::show::show)
        .get ("/o/permits/{number}/permit.pdf",   SeePermit,         permits::paper::of_office)
        .post("/o/permits/{number}/status",       ChangePermit,      permits::change::change)
        .get ("/o/permits/{number}/replace",      ChangePermit,      permits::replace::show)
        .post("/o/permits/{number}/replace",      ChangePermit,      permits::replace::replace)
        .get ("/o/permits/id/{cti}",              SeePermit,         permits::by_id::show)
        .get ("/o/check",                         LookUpPermit,      permits::check::ask)
        .post("/o/check",                         LookUpPermit,      permits::check::check)
        .get ("/o/incidents",                     SeeIncidents,      i::queue::show)
        .get ("/o/incidents/{incident}",          SeeIncidents,      i::page::show)
        .post("/o/incidents/{incident}",          CloseIncident,     i::close::close)
        .get ("/o/scans",                         SeeScans,          scans::board::show)
}

/// What whoever runs the site works with.
#[rustfmt::skip]
fn administrators(routes: Routes) -> Routes {
    routes
        .get ("/admin",                           UseOwnAccount,     admin::home::show)
        .form("/admin/people",                    ManagePeople, ChangePeople, admin::people::show)
        .post("/admin/people",                    ChangePeople,      admin::people::add)
        .form("/admin/people/{person}",           ManagePeople, ChangePeople, admin::person::show)
        .post("/admin/people/{person}",           ChangePeople,      admin::person::change)
        .post("/admin/people/{person}/proofs",    ManageProofs,      admin::person::help)
        .get ("/admin/devices",                   ManageDevices,     d::list::show)
        .post("/admin/devices",                   ManageDevices,     d::list::offer)
        .get ("/admin/devices/invitations/{invitation}", ManageDevices, d::invitation::show)
        .get ("/admin/devices/{device}",          ManageDevices,     d::page::show)
        .post("/admin/devices/{device}",          ManageDevices,     d::page::change)
        .get ("/admin/mail",                      ManageMail,        admin::mail::show)
        .post("/admin/mail",                      ManageMail,        admin::mail::resend)
        .get ("/admin/site",                      ManageSite,        admin::site::show)
        .post("/admin/site",                      ManageSite,        admin::site::show_banner)
        .post("/admin/site/take-down",            ManageSite,        admin::site::take_down)
        .get ("/admin/audit",                     SeeAudit,          admin::audit::show)
        .get ("/admin/services",                  SeeFigures,        admin::services::show)
        .get ("/admin/services/{service}",        SeeVersions,       admin::services::page::show)
        .post("/admin/services/{service}/pause",  Publish,           admin::services::pause::pause)
        .post("/admin/services/{service}/resume", Publish,           admin::services::pause::resume)
        .form("/admin/services/{service}/file",   SeeVersions, Publish, admin::services::file::show)
        .post("/admin/services/{service}/file",   Publish,           admin::services::file::send)
        .form("/admin/services/{service}/versions/{version}", SeeVersions, Publish, admin::services::version::show)
        .post("/admin/services/{service}/versions/{version}", Publish, admin::services::version::go_back)
        .get ("/admin/services/{service}/specimen/{version}", TryService, admin::services::specimen::show)
        .post("/admin/services/{service}/specimen/{version}", TryService, admin::services::specimen::begin)
        .get ("/admin/services/{service}/specimen/{version}/form/check", TryService, admin::services::specimen::form::check)
        .post("/admin/services/{service}/specimen/{version}/form/submit", TryService, admin::services::specimen::form::submit)
        .get ("/admin/services/{service}/specimen/{version}/form/{page}", TryService, admin::services::specimen::form::show)
        .post("/admin/services/{service}/specimen/{version}/form/{page}", TryService, admin::services::specimen::form::save)
        .get ("/admin/services/{service}/specimen/{version}/outcome", TryService, admin::services::specimen::outcome::show)
        .post("/admin/services/{service}/specimen/{version}/outcome", TryService, admin::services::specimen::choose::choose)
        .get ("/admin/services/{service}/specimen/{version}/permit.pdf", TryService, admin::services::specimen::paper::show)
        .get ("/admin/services/{service}/cases",  Publish,           admin::services::case_moves::show)
        .post("/admin/services/{service}/cases",  Publish,           admin::services::case_moves::ask)
        .form("/admin/case-moves/{move}",         SeeVersions, Publish, admin::services::case_move::show)
        .post("/admin/case-moves/{move}/confirm", Publish,           admin::services::case_move::confirm)
        .form("/admin/planned/{plan}",            SeeVersions, Publish, admin::services::planned::show)
        .post("/admin/planned/{plan}/confirm",    Publish,           admin::services::planned::confirm)
        .post("/admin/planned/{plan}/call-off",   Publish,           admin::services::planned::call_off)
        .get ("/admin/new-service",               Publish,           admin::services::file::show_new)
        .post("/admin/new-service",               Publish,           admin::services::file::send_new)
        .get ("/admin/keys",                      SeeKeys,           admin::keys::show)
}

/// What is for every page, or for none.
#[rustfmt::skip]
fn others(routes: Routes) -> Routes {
    routes
        .get ("/demo/mail",                       SeeDemoMail,       demo::mail::show)
        .get ("/demo/mail/{letter}",              SeeDemoMail,       demo::mail::attachment)
        .get ("/assets/{name}",                   Browse,            built_file::show)
        .get ("/favicon.ico",                     Browse,            assets::icon)
        .get ("/healthz",                         Operate,           health::alive)
        .get ("/readyz",                          Operate,           health::ready)
}

/// Proving who one is, and one's own account.
#[rustfmt::skip]
fn of_accounts(routes: Routes) -> Routes {
    routes
        .get ("/o/log-in",                        LogIn,             o::log_in::show)
        .post("/o/log-in",                        LogIn,             o::log_in::log_in)
        .get ("/o/log-in/code",                   LogIn,             o::second_step::show_code)
        .post("/o/log-in/code",                   LogIn,             o::second_step::code)
        .post("/o/log-in/passkey",                LogIn,             o::second_step::passkey)
        .get ("/o/log-in/set-up",                 LogIn,             o::second_step::show_set_up)
        .post("/o/log-in/set-up",                 LogIn,             o::second_step::set_up)
        .get ("/o/log-in/add-passkey",            LogIn,             o::second_step::add_passkey::show)
        .post("/o/log-in/add-passkey",            LogIn,             o::second_step::add_passkey::add)
        .get ("/o/password",                      LogIn,             o::password_link::show)
        .post("/o/password",                      LogIn,             o::password_link::set)
        .get ("/o/prove",                         UseOwnAccount,     o::prove::show)
        .post("/o/prove",                         UseOwnAccount,     o::prove::prove)
        .post("/o/prove/passkey",                 UseOwnAccount,     o::prove::passkey)
        .get ("/o/account",                       UseOwnAccount,     o::account::show)
        .post("/o/account/sessions",              UseOwnAccount,     o::account::sessions::end)
        .post("/o/account/browsers",              UseOwnAccount,     o::account::browsers::forget)
        .get ("/o/account/password",              ChangeOwnProofs,   o::account::password::show)
        .post("/o/account/password",              ChangeOwnProofs,   o::account::password::change)
        .get ("/o/account/factor",                ChangeOwnProofs,   o::account::factor::show)
        .post("/o/account/factor",                ChangeOwnProofs,   o::account::factor::set_up)
        .get ("/o/account/passkey",               ChangeOwnProofs,   o::account::passkey::show)
        .post("/o/account/passkey",               ChangeOwnProofs,   o::account::passkey::add)
        .get ("/o/account/remove-factor",         ChangeOwnProofs,   o::account::remove::show)
        .post("/o/account/remove-factor",         ChangeOwnProofs,   o::account::remove::remove)
        .get ("/o/account/codes",                 ChangeOwnProofs,   o::account::codes::show)
        .post("/o/account/codes",                 ChangeOwnProofs,   o::account::codes::renew)
        .post("/o/log-out",                       UseOwnAccount,     o::log_out::log_out)
}
