//! Values that nobody types.

use forms::Answer;
use review::Command;

use super::periods::{answers, fair, world};

#[tokio::test]
async fn what_is_computed_is_shown_and_not_asked() {
    let service = fair();
    let (mut world, today) = world(&service).await;
    let days = answers(&service, today, None, true);
    let check = world
        .fill(&service, &days, |page| {
            assert!(!page.body.contains("Vigilantes que necesitas"), "{}", page.body);
        })
        .await;
    // What a browser sends under its name is of no account.
    let form = world.get("/s/fair/apply/fair").await;
    assert!(!form.body.contains("name=\"guards\""), "{}", form.body);
    let page = world.get(&check).await;
    let row = page.between("Vigilantes que necesitas</dt>", "</div>");
    assert!(row.contains("<dd>3</dd>") && !row.contains("change=1"), "{row}");
    let sent = world
        .post("/s/fair/apply/submit", &[("guards", "9")])
        .await
        .location();
    let reference = sent
        .trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned();
    let guards = |case: store::Case| case.application.answers.get(&"guards".into()).cloned();
    assert_eq!(guards(world.case(&reference).await), Some(Answer::Integer(3)));

    let own = world.cookies();
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let page = world.get(&format!("/o/cases/{reference}")).await;
    assert!(
        page.body.contains("<dt>Vigilantes</dt><dd>3</dd>"),
        "{}",
        page.body
    );
    let asked = vec![
        Command::Claim,
        Command::Ask {
            questions: vec!["fireworks".into()],
            message: "¿De verdad?".into(),
        },
    ];
    world.command(&reference, asked).await;
    world.restore_cookies(own);
    world.get(&format!("/a/{reference}/answer")).await;
    let answered = world
        .post(&format!("/a/{reference}/answer"), &[("fireworks", "no")])
        .await;
    assert_eq!(answered.location(), format!("/a/{reference}"));
    let case = world.case(&reference).await;
    assert_eq!(case.application.fee.as_ref().unwrap().total(), 4_550);
    assert_eq!(guards(case), Some(Answer::Integer(1)), "computed anew");
}
