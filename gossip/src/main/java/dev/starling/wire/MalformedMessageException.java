package dev.starling.wire;

/**
 * Bytes from elsewhere that say nothing valid. No state has changed. In a healthy fleet it does not
 * happen; strangers, damage on the way and newer protocol versions cause it. Caught in one place,
 * counted and dropped; it carries no stack trace because an attacker chooses how often it is made.
 */
public final class MalformedMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message, null, false, false);
    }
}
