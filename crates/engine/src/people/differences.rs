//! What is different about an account, as the log keeps it: before and after, without the password and with no more of a document's number
//! than its end.

use store::{AccountField, Difference, Person};

use super::grants;

/// How much of a document's number is kept.
const ENDING: usize = 4;

/// What one person's account tells, in the order in which it is shown.
fn told(person: &Person) -> [(AccountField, String); 5] {
    let grants: Vec<String> = person.grants.iter().map(grants::show).collect();
    let disabled = person.disabled_at.map(|at| at.to_string());
    [
        (AccountField::Name, person.name.clone()),
        (AccountField::Email, person.email.clone()),
        (AccountField::Grants, grants.join(", ")),
        (
            AccountField::DocumentEnding,
            person.document.as_deref().map(ending).unwrap_or_default(),
        ),
        (AccountField::DisabledSince, disabled.unwrap_or_default()),
    ]
}

/// What is different about an account since then.
pub(super) fn between(before: &Person, after: &Person) -> Vec<Difference> {
    let both = told(before).into_iter().zip(told(after));
    let mut differences: Vec<Difference> = both
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Difference { field, before, after })
        .collect();
    // Two numbers may end alike.
    let has = |field| differences.iter().any(|difference| difference.field == field);
    if before.document != after.document && !has(AccountField::DocumentEnding) {
        let same = after.document.as_deref().map(ending).unwrap_or_default();
        differences.push(Difference {
            field: AccountField::DocumentEnding,
            before: same.clone(),
            after: same,
        });
    }
    if before.password_hash != after.password_hash {
        differences.push(Difference {
            field: AccountField::Password,
            before: String::new(),
            after: String::new(),
        });
    }
    differences
}

/// All that a new account has.
pub(super) fn of_new(person: &Person) -> Vec<Difference> {
    told(person)
        .into_iter()
        .filter(|(_, after)| !after.is_empty())
        .map(|(field, after)| Difference {
            field,
            before: String::new(),
            after,
        })
        .collect()
}

fn ending(number: &str) -> String {
    let skipped = number.chars().count().saturating_sub(ENDING);
    number.chars().skip(skipped).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use review::PersonId;
    use uuid::Uuid;

    use super::*;

    fn olga() -> Person {
        Person {
            id: PersonId(Uuid::nil()),
            name: "Olga".into(),
            email: "olga@oficina.test".into(),
            password_hash: "one".into(),
            grants: vec![grants::read("officer").unwrap()],
            document: Some("10117410".into()),
            disabled_at: None,
            revision: 0,
        }
    }

    #[test]
    fn what_changed_is_told_before_and_after() {
        let mut after = olga();
        after.email = "olga.quispe@oficina.test".into();
        after
            .grants
            .push(grants::read("supervisor@transit-permit").unwrap());
        after.document = Some("20227410".into());
        after.password_hash = "another".into();
        after.disabled_at = Some(Timestamp::UNIX_EPOCH);
        let differences = between(&olga(), &after);
        let told: Vec<_> = differences
            .iter()
            .map(|one| (one.field, one.before.as_str(), one.after.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    AccountField::Email,
                    "olga@oficina.test",
                    "olga.quispe@oficina.test"
                ),
                (
                    AccountField::Grants,
                    "officer",
                    "officer, supervisor@transit-permit"
                ),
                (AccountField::DisabledSince, "", "1970-01-01T00:00:00Z"),
                (AccountField::DocumentEnding, "7410", "7410"),
                (AccountField::Password, "", ""),
            ]
        );
        assert_eq!(between(&olga(), &olga()), []);
    }

    #[test]
    fn a_new_account_is_told_whole_and_its_password_is_not() {
        let fields: Vec<_> = of_new(&olga()).into_iter().map(|one| one.field).collect();
        assert_eq!(
            fields,
            [
                AccountField::Name,
                AccountField::Email,
                AccountField::Grants,
                AccountField::DocumentEnding
            ]
        );
    }
}
