package dev.starling.agent;

/** Which Starling this is. */
public final class Version {

    private Version() {}

    /** As the jar says it, such as {@code 0.1.0}; {@code development} when run from class files. */
    public static String text() {
        String packaged = Version.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }
}
