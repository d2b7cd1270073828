//! The routes as they are listed.

use axum::{
    Router,
    handler::Handler,
    http::Method,
    middleware,
    routing::{MethodRouter, get, post},
};
use engine::authorise::Action;

use crate::{
    app::App,
    gate::{self, Gate},
};

/// None can be added without its action.
pub(crate) struct Routes {
    app: App,
    pub(super) router: Router<App>,
    pub(super) listed: Vec<(Method, &'static str, Action)>,
}

impl Routes {
    pub(super) fn new(app: App) -> Self {
        Self {
            app,
            router: Router::new(),
            listed: Vec::new(),
        }
    }

    /// An address to read.
    pub(crate) fn get<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        action: Action,
        handler: H,
    ) -> Self {
        self.add(Method::GET, path, action, None, get(handler))
    }

    /// An address to read, with a form whose action wants a proof: whoever may send it shows the proof before filling it in.
    pub(crate) fn form<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        action: Action,
        form: Action,
        handler: H,
    ) -> Self {
        self.add(Method::GET, path, action, Some(form), get(handler))
    }

    /// An address that changes something.
    pub(crate) fn post<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        action: Action,
        handler: H,
    ) -> Self {
        self.add(Method::POST, path, action, None, post(handler))
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        action: Action,
        form: Option<Action>,
        handler: MethodRouter<App>,
    ) -> Self {
        let gate = Gate {
            action,
            form,
            page: self.page_of(path),
        };
        let gate = middleware::from_fn_with_state((self.app.clone(), gate), gate::pass);
        self.router = self.router.route(path, handler.layer(gate));
        self.listed.push((method, path, action));
        self
    }

    /// How many parts the path has of the page whose form goes to this address: the page at the address itself, or the nearest
    /// above it that is listed before.
    fn page_of(&self, path: &str) -> usize {
        let parts: Vec<&str> = path.split('/').collect();
        let is_page = |parts: &[&str]| {
            let path = parts.join("/");
            let mut listed = self.listed.iter();
            listed.any(|(method, listed, _)| *method == Method::GET && *listed == path)
        };
        let pages = (1..=parts.len()).rev();
        pages
            .into_iter()
            .find(|count| is_page(&parts[..*count]))
            .unwrap_or(parts.len())
    }
}
