//! People of the office, and what they do in a browser.

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{Request, header},
};
use engine::{authorise::Caller, people::accounts::NewAccount};
use forms::{OfficeId, ServiceId};
use review::{Command, PersonId};
use store::{Case, Grant};
use tower::ServiceExt as _;

use crate::world::{Reply, World};

pub(crate) const PASSWORD: &str = "papas con ocopa";

impl World {
    /// Lets somebody in who logs in as `{login}@oficina.test`. A grant is `role` or `role@service` or `role@service/office`.
    pub(crate) async fn employ(&self, login: &str, grants: &[&str]) -> PersonId {
        self.employ_as(login, &format!("{login}@oficina.test"), grants)
            .await
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "people are let in as at the command line"
    )]
    pub(crate) async fn employ_as(&self, name: &str, email: &str, grants: &[&str]) -> PersonId {
        let account = NewAccount {
            name: name.to_owned(),
            email: email.to_owned(),
            password: Some(PASSWORD.to_owned()),
            grants: grants.iter().map(|grant| read_grant(grant)).collect(),
            document: None,
        };
        let added = self.app.add_account(&Caller::operator(), account).await;
        added.unwrap()
    }

    /// Logs somebody in, in a browser of their own, and opens their first page.
    pub(crate) async fn log_in(&mut self, login: &str) -> Reply {
        self.log_in_as(&format!("{login}@oficina.test")).await
    }

    pub(crate) async fn log_in_as(&mut self, email: &str) -> Reply {
        self.forget_cookies();
        let there = self.try_log_in(email, PASSWORD).await.location();
        self.get(&there).await
    }

    pub(crate) async fn try_log_in(&mut self, email: &str, password: &str) -> Reply {
        self.get("/o/log-in").await;
        self.post("/o/log-in", &[("email", email), ("password", password)])
            .await
    }

    /// Has an administrator make a link for somebody who was let in, and sets their password with it, in a browser of their own.
    pub(crate) async fn set_password(&mut self, person: &str) {
        let link = self.password_link(person).await;
        self.forget_cookies();
        self.get(&link).await;
        let token = link.split_once("link=").unwrap().1.to_owned();
        let fields = [("link", token.as_str()), ("password", PASSWORD)];
        let reply = self.post("/o/password", &fields).await;
        assert_eq!(reply.location(), "/o/log-in?notice=password");
    }

    /// The path of a link by which somebody sets their password.
    pub(crate) async fn password_link(&mut self, person: &str) -> String {
        let revision = self.get(person).await.field("revision").unwrap();
        let page = self
            .post(
                &format!("{person}/proofs"),
                &[("do", "link"), ("revision", &revision)],
            )
            .await;
        let (_, link) = page
            .body
            .split_once("https://permisos.test/o/password?link=")
            .unwrap();
        let (token, _) = link.split_once('<').unwrap();
        format!("/o/password?link={token}")
    }

    /// Takes the next case; its reference.
    pub(crate) async fn next_case(&mut self) -> String {
        let location = self.post("/o/next", &[]).await.location();
        location
            .strip_prefix("/o/cases/")
            .unwrap_or_else(|| panic!("no case at {location}"))
            .to_owned()
    }

    /// Does something with a case from the page as it now is.
    pub(crate) async fn on_case(&mut self, reference: &str, what: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.get(&format!("/o/cases/{reference}")).await;
        let revision = page
            .field("revision")
            .unwrap_or_else(|| panic!("nothing can be done: {}", page.body));
        let fields = [fields, &[("revision", &revision)]].concat();
        self.post(&format!("/o/cases/{reference}/{what}"), &fields).await
    }

    /// Approves an application; its permit.
    pub(crate) async fn approve(&self, reference: &str) -> store::PermitRow {
        let commands = vec![Command::Claim, Command::APPROVE];
        let id = self.command(reference, commands).await.application.id;
        self.store.permits_of(id).await.unwrap().remove(0)
    }

    pub(crate) async fn case(&self, reference: &str) -> Case {
        self.store
            .case_by_reference(&reference.parse().unwrap())
            .await
            .unwrap()
    }

    /// What anybody fetches without a browser.
    pub(crate) async fn fetch(&self, path: &str) -> Bytes {
        let request = Request::get(path)
            .header(header::HOST, "permisos.test")
            .body(Body::empty())
            .unwrap();
        let response = web::router(self.app.clone()).oneshot(request).await.unwrap();
        assert!(response.status().is_success(), "{path}: {}", response.status());
        to_bytes(response.into_body(), usize::MAX).await.unwrap()
    }

    /// What a scanner that has just fetched keys and lists says of a permit.
    pub(crate) async fn scan(&self, permit: &store::PermitRow) -> (permit::Verdict, permit::Freshness) {
        let keys = self.fetch("/.well-known/chasqui/keys.json").await;
        let keys = permit::KeySet::from_json(std::str::from_utf8(&keys).unwrap()).unwrap();
        let mut trust = permit::Trust::new(vec![keys]);
        let list = self.fetch(&format!("/status/{}", permit.list)).await;
        trust.add_status_list(&list, self.app.now()).unwrap();
        let text = permit::SignedPermit::from_kept(permit.signed.clone()).qr_text("https://permisos.test");
        let checked = permit::verify(&text, &trust, self.app.now());
        (checked.verdict, checked.freshness)
    }
}

fn read_grant(text: &str) -> Grant {
    let (role, scope) = text
        .split_once('@')
        .map_or((text, None), |(role, scope)| (role, Some(scope)));
    let (service, office) = match scope.and_then(|scope| scope.split_once('/')) {
        Some((service, office)) => (Some(service), Some(office)),
        None => (scope, None),
    };
    Grant {
        role: role.into(),
        service: service.map(ServiceId::from),
        office: office.map(OfficeId::from),
    }
}
