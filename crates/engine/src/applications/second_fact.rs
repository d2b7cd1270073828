//! What somebody must know of an application beside its reference, its link or its return code.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use forms::{Service, canonical};
use store::Case;

use crate::{engine::Engine, transitions::contact};

/// What an application asks for beside its link or its return code: what only its applicant is likely to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecondFact {
    /// The number of the applicant's document.
    Document,
    /// The address that letters go to.
    Email,
}

/// What may be asked of whoever has the return code; nothing where the applicant gave neither.
pub(crate) fn beside_code(case: &Case) -> Option<SecondFact> {
    let email = case.contact.email.as_ref().map(|_| SecondFact::Email);
    beside_link(case).or(email)
}

/// What may be asked of whoever has a mailed link: not where it was mailed to.
pub(crate) fn beside_link(case: &Case) -> Option<SecondFact> {
    case.contact.document.map(|_| SecondFact::Document)
}

/// Whether somebody typed the number of the applicant's document. Each number that may be meant is compared, whether there is
/// a case or not.
pub(crate) fn is_document_of(
    engine: &Engine,
    reference: permit::Reference,
    case: Option<&Case>,
    typed: &str,
) -> bool {
    let kept = case
        .and_then(|case| case.contact.document)
        .map_or([0; 32], |hash| hash.0);
    let asked = canonical::documents(typed);
    let asked = asked
        .iter()
        .map(|document| contact::document_hash(&engine.secret, reference, document));
    asked.fold(false, |same, asked| {
        same | verify_slices_are_equal(&kept, &asked.0).is_ok()
    })
}

/// Whether somebody typed an address of the mailbox that letters go to.
pub(crate) fn is_mailbox_of(service: &Service, case: &Case, typed: &str) -> bool {
    let kept = contact::mailbox(service, &case.application.answers);
    let typed = canonical::email(typed);
    let (Some(kept), Some(typed)) = (kept, typed) else {
        return false;
    };
    verify_slices_are_equal(kept.text().as_bytes(), typed.text().as_bytes()).is_ok()
}
