package dev.starling.house;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads one source and lists what the rules of size and words forbid in it. */
final class Tidy {

    private static final int LINE_COLUMNS = 100;
    private static final int MAIN_LINES = 400;
    private static final int TEST_LINES = 600;
    private static final int FACADE_LINES = 300;
    private static final int METHOD_LINES = 40;
    private static final int SWITCH_LINES = 60;
    private static final int PARAMETERS = 5;

    private static final Pattern FACADES =
            Pattern.compile(".*/main/.*/(Membership|Dht|Services|Tasks|AgentCore)\\.java");

    /** What may not stand in a source, and what to do instead. */
    private static final List<Ban> EVERYWHERE =
            List.of(
                    new Ban("\t", "a tab: indent with spaces"),
                    new Ban(
                            "\\bTODO\\b(?!\\(#\\d+\\))",
                            "a TODO without an issue: do it or file it"),
                    new Ban("\\bFIXME\\b|\\bXXX\\b", "a FIXME: fix it"),
                    new Ban("^\\s*///", "a /// comment: the formatter damages them, use /** */"),
                    new Ban("\\.printStackTrace\\(", "a printed stack: log it or let it rise"));

    private static final List<Ban> IN_TESTS =
            List.of(
                    new Ban("Thread\\.sleep", "a sleep: wait for what is expected, by Awaitility"),
                    new Ban(
                            "@Disabled|assumeTrue|assumeFalse",
                            "a skipped test: repair or delete it"));

    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Manager|Utils?|Impl|Helper|Helpers)|Abstract.*|I[A-Z][a-z].*");

    private Tidy() {}

    private record Ban(Pattern pattern, String instead) {
        Ban(String regex, String instead) {
            this(Pattern.compile(regex, Pattern.MULTILINE), instead);
        }
    }

    /** Findings as {@code :LINE what, and what to do}. */
    static List<String> findings(String name, String source, boolean isTest) {
        List<String> findings = new ArrayList<>();
        List<String> lines = source.lines().toList();
        int most =
                isTest ? TEST_LINES : FACADES.matcher(name).matches() ? FACADE_LINES : MAIN_LINES;
        if (lines.size() > most) {
            findings.add(": %d lines, at most %d".formatted(lines.size(), most));
        }
        for (int i = 0; i < lines.size(); i++) {
            int columns = lines.get(i).length();
            if (columns > LINE_COLUMNS) {
                findings.add(":%d line of %d columns".formatted(i + 1, columns));
            }
        }
        addBanned(EVERYWHERE, name, source, findings);
        if (isTest) addBanned(IN_TESTS, name, source, findings);
        addShapes(name, source, findings);
        return findings;
    }

    private static void addBanned(
            List<Ban> bans, String name, String source, List<String> findings) {
        if (name.contains("/house/")) return;
        for (Ban ban : bans) {
            Matcher matcher = ban.pattern().matcher(source);
            while (matcher.find()) {
                long line = source.substring(0, matcher.start()).lines().count() + 1;
                findings.add(":%d %s".formatted(line, ban.instead()));
            }
        }
    }

    private static void addShapes(String name, String source, List<String> findings) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null,
                                null,
                                diagnostic -> {},
                                null,
                                null,
                                List.of(new Text(name, source)));
        try {
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Shapes(unit, positions, findings).scan(unit, null);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Measures each type and method of one file. */
    private static final class Shapes extends TreePathScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> findings;

        Shapes(CompilationUnitTree unit, SourcePositions positions, List<String> findings) {
            this.unit = unit;
            this.positions = positions;
            this.findings = findings;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            String name = type.getSimpleName().toString();
            if (EMPTY_NAME.matcher(name).matches()) {
                findings.add(":%d %s: a name that says nothing".formatted(line(type), name));
            }
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean isOfRecord =
                    getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
            boolean isConstructor = method.getName().contentEquals("<init>");
            int parameters = method.getParameters().size();
            if (parameters > PARAMETERS && !(isOfRecord && isConstructor)) {
                findings.add(
                        ":%d method %s: %d parameters, at most %d"
                                .formatted(line(method), method.getName(), parameters, PARAMETERS));
            }
            long lines = lastLine(method) - line(method) + 1;
            long most = hasTypeSwitch(method) ? SWITCH_LINES : METHOD_LINES;
            if (lines > most) {
                findings.add(
                        ":%d method %s: %d lines, at most %d"
                                .formatted(line(method), method.getName(), lines, most));
            }
            return super.visitMethod(method, nothing);
        }

        private static boolean hasTypeSwitch(MethodTree method) {
            boolean[] found = {false};
            new com.sun.source.util.TreeScanner<Void, Void>() {
                @Override
                public Void visitCase(CaseTree node, Void nothing) {
                    found[0] |=
                            node.getLabels().stream()
                                    .anyMatch(PatternCaseLabelTree.class::isInstance);
                    return super.visitCase(node, nothing);
                }
            }.scan(method, null);
            return found[0];
        }

        private long line(Tree tree) {
            return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
        }

        private long lastLine(Tree tree) {
            return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
        }
    }

    private static final class Text extends SimpleJavaFileObject {

        private final String content;

        Text(String name, String content) {
            super(URI.create("string:///" + name.replaceAll("[^A-Za-z0-9/.-]", "_")), Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
