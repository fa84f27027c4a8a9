package dev.starling.agent.store;

import dev.starling.node.NodeId;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key pair that a node is: Ed25519, drawn once, kept as PEM (PKCS #8 and X.509). */
public final class Identity {

    private static final String ALGORITHM = "Ed25519";
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private Identity(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    static Identity draw() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new Identity(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java since 15 has Ed25519", missing);
        }
    }

    /** Reads what {@link #toPem} wrote; a damaged or mismatched pair is an {@link IOException}. */
    static Identity ofPem(String pem) throws IOException {
        try {
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            PrivateKey own = keys.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE")));
            PublicKey told = keys.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC")));
            Identity identity = new Identity(own, told);
            identity.requirePair();
            return identity;
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw new IOException("no Ed25519 key pair in PEM: " + damaged.getMessage(), damaged);
        }
    }

    String toPem() {
        return pem("PRIVATE", privateKey.getEncoded()) + pem("PUBLIC", publicKey.getEncoded());
    }

    public NodeId id() {
        return NodeId.ofPublicKey(publicKey.getEncoded());
    }

    private void requirePair() throws GeneralSecurityException {
        byte[] sample = "starling".getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(ALGORITHM);
        signing.initSign(privateKey);
        signing.update(sample);
        byte[] signature = signing.sign();
        signing.initVerify(publicKey);
        signing.update(sample);
        if (!signing.verify(signature)) {
            throw new GeneralSecurityException("the public key is not the private key's");
        }
    }

    private static byte[] block(String pem, String kind) {
        Matcher block =
                Pattern.compile(
                                "-----BEGIN %1$s KEY-----([^-]*)-----END %1$s KEY-----"
                                        .formatted(kind))
                        .matcher(pem);
        if (!block.find()) throw new IllegalArgumentException("there is no " + kind + " KEY");
        return Base64.getMimeDecoder().decode(block.group(1));
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN %1$s KEY-----%n%2$s%n-----END %1$s KEY-----%n"
                .formatted(kind, BASE64.encodeToString(encoded));
    }
}
