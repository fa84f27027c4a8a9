package dev.starling.agent.http;

/** What a request is answered with if all goes well. */
sealed interface Reply {

    int status();

    /**
     * @param view one of the API's records, or a list of them
     */
    record Json(int status, Object view) implements Reply {}

    record Empty(int status) implements Reply {}

    static Reply ok(Object view) {
        return new Json(200, view);
    }
}
